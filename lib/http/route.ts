import { randomUUID } from 'node:crypto'
import { log, requestContext } from '../log'
import { countRequest } from '../metrics'
import { finish, refuseOutside } from './answer'
import { readJson } from './body'
import type { Endpoint, Method } from './endpoint'
import { METHOD_HEADER, REQUEST_ID_HEADER } from './private-headers'
import { type Served, serve } from './serve'

type Verb = Method | 'HEAD' | 'OPTIONS'
type Context = { params: Promise<Record<string, string | string[]>> }
type Handler = ((request: Request, context: Context) => Promise<Response>) & { endpoint?: Endpoint; path?: string }
type Route = Record<Verb, Handler>

const METHODS: Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Puts endpoints at a documented path. Every verb is answered: HEAD as GET, OPTIONS with what there is, all others with
 * 405 and a true `Allow`.
 *
 * @param path as the document prints it; the name of the rate limit's bucket and of the route in the log.
 */
export function route(path: string, endpoints: Partial<Record<Method, Endpoint>>): Route {
  const [first] = Object.values(endpoints)
  if (!first) throw new Error(`the route ${path} has no endpoint`)
  const allow = allowed(endpoints)
  const handlerOf = (verb: Verb): Handler => {
    const endpoint = verb === 'HEAD' ? endpoints.GET : verb === 'OPTIONS' ? undefined : endpoints[verb]
    const handler: Handler = (request, context) =>
      traced(request, path, async requestId => {
        if (verb === 'OPTIONS') return anonymous(finish(new Response(null, { status: 204, headers: { allow } })))
        if (!endpoint || request.headers.has(METHOD_HEADER)) return refuseMethod(first, request, requestId, allow)
        const chosen = (await endpoint.pick?.(request)) ?? endpoint
        const served = await serve(chosen, request, { path, requestId, params: await context.params })
        return verb === 'HEAD' ? { ...served, response: new Response(null, served.response) } : served
      })
    return Object.assign(handler, { path, ...(endpoint && verb !== 'HEAD' && { endpoint }) })
  }
  const verbs = [...METHODS, 'HEAD', 'OPTIONS'] as const
  return Object.fromEntries(verbs.map(verb => [verb, handlerOf(verb)])) as Route
}

/**
 * Several documents share one place: whichever first recognises the body answers.
 *
 * @param otherwise answers what nobody recognises, by whether the path ends in a slash.
 */
export function byBody(
  candidates: { key: string; endpoint: Endpoint }[],
  otherwise: { slash: Endpoint; plain: Endpoint },
): Endpoint {
  return {
    ...otherwise.slash,
    alternatives: candidates.map(({ endpoint }) => endpoint),
    async pick(request) {
      const body = await readJson(request).catch(() => undefined)
      const has = (key: string) => typeof body === 'object' && body !== null && key in body
      const found = candidates.find(({ key }) => has(key))?.endpoint
      return found ?? (new URL(request.url).pathname.endsWith('/') ? otherwise.slash : otherwise.plain)
    },
  }
}

/** Gives a request its id, and its one line in the log: never a query string, a header or a body. */
export async function traced(request: Request, path: string, work: (requestId: string) => Promise<Served>) {
  const given = request.headers.get(REQUEST_ID_HEADER)
  const requestId = given ?? randomUUID()
  const begun = performance.now()
  return requestContext.run({ requestId }, async () => {
    const { response, userId } = await work(requestId)
    if (!given) response.headers.set('x-request-id', requestId)
    const ms = Math.round((performance.now() - begun) * 10) / 10
    countRequest({ method: request.method, route: path, status: response.status, ms })
    log.info({ method: request.method, route: path, status: response.status, ms, user_id: userId }, 'request')
    return response
  })
}

function refuseMethod(dialectOf: Endpoint, request: Request, requestId: string, allow: string): Served {
  const method = request.headers.get(METHOD_HEADER) ?? request.method
  const response = refuseOutside(dialectOf, 'method_not_allowed', method, requestId)
  response.headers.set('allow', allow)
  return anonymous(response)
}

const anonymous = (response: Response): Served => ({ response, userId: undefined })

function allowed(endpoints: Partial<Record<Method, Endpoint>>): string {
  const own = METHODS.filter(method => endpoints[method])
  return [...own.flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ')
}
