import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state'
import { PEER_HEADER } from './address'
import { guardFromOverload } from './overload'
import { METHOD_HEADER, PAGE_PATH_HEADER, REQUEST_ID_HEADER } from './private-headers'

type Started = { request: IncomingMessage; response: ServerResponse; socket: Socket; server: Server }

/**
 * Sees every request before Next does, and puts right what Next cannot see or would get wrong: who is really calling,
 * documented paths outside /api, absolute request lines, methods that no route can have, and bodies of a GET.
 */
export function installServerHook() {
  subscribe('http.server.request.start', message => {
    const started = message as Started
    if (shared.latchkeyServer !== started.server) guardFromOverload(started.server)
    shared.latchkeyServer = started.server
    if (shared.latchkeyStopping) started.response.setHeader('connection', 'close')
    prepare(started)
  })
}

/** So long connections without a request stay: one may be on its way already. */
const STRAGGLERS_MS = 500

/**
 * Says so at /readyz, serves for `drainMs` longer what a balancer still sends here, and then takes no new connections.
 * Resolves when all requests in flight have been answered.
 */
export async function stopServing(drainMs: number): Promise<void> {
  const server = shared.latchkeyServer
  shared.latchkeyStopping = true
  if (!server) return
  await sleep(drainMs)
  // The HTTP server's own close() would cut connections whose request has not been read yet.
  const closed = new Promise(resolve => NetServer.prototype.close.call(server, resolve))
  await sleep(STRAGGLERS_MS)
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await closed
  clearInterval(sweep)
}

export const isStopping = () => shared.latchkeyStopping === true

/** Next.js may load a module more than once in a process; there is one server all the same. */
const shared = globalThis as { latchkeyServer?: Server; latchkeyStopping?: boolean }

export function prepare({ request, response, socket }: Omit<Started, 'server'>) {
  const { headers } = request
  for (const name of PRIVATE_HEADERS) delete headers[name]
  if (isSaidTwice(request, 'authorization')) delete headers.authorization
  headers[PEER_HEADER] = socket.remoteAddress ?? ''
  const requestId = randomUUID()
  headers[REQUEST_ID_HEADER] = requestId
  response.setHeader('x-request-id', requestId)
  request.url = toRoute(request.url ?? '/')
  // Next would redirect such a request to a page's own transport, and there are no pages below /api.
  if (request.url.startsWith('/api/')) delete headers.rsc
  if (!isRouterState(headers[ROUTER_STATE_HEADER])) delete headers[ROUTER_STATE_HEADER]
  const method = request.method ?? 'GET'
  if (!KNOWN_METHODS.has(method)) {
    headers[METHOD_HEADER] = method
    request.method = 'PATCH'
  }
  if (method === 'GET' && hasBody(headers) && ANSWERS_GET_WITH_BODY.test(request.url)) request.method = 'POST'
}

/** Headers by which a client could pretend to be this hook, or Next's own inside. */
const PRIVATE_HEADERS = [
  PEER_HEADER,
  REQUEST_ID_HEADER,
  METHOD_HEADER,
  PAGE_PATH_HEADER,
  'x-middleware-subrequest',
  'x-nonce',
]

const ROUTER_STATE_HEADER = 'next-router-state-tree'

/** Next answers what it cannot read here with 500; without it, it renders the whole page. */
function isRouterState(state: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(state)
    return true
  } catch {
    return false
  }
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Documented outside /api; the rewrites in next.config.mjs do the same where there is no hook. */
const OUTSIDE =
  /^\/(auth|oauth2|2fa|healthz|readyz|metrics|oauth\/personal-access-tokens|\.well-known\/jwks\.json)(?=[/?]|$)/

/** Document 000 prints these three as GET with a JSON body, which Next would drop. */
const ANSWERS_GET_WITH_BODY = /^\/api\/2fa\/validate\/(login|activate|recover)\/?(\?|$)/

function toRoute(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/^\/{2,}/, '/')
  if (!isDecodable(path)) return UNDECODABLE
  return OUTSIDE.test(path) ? `/api${path}` : path || '/'
}

/** Next answers a path that is not UTF-8 with 500; here it is an address where nothing is. */
const UNDECODABLE = '/api/undecodable'

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path.split('?')[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** Of two contradicting headers Node keeps the first; which one was meant is not for us to guess (RFC 6750, 2). */
function isSaidTwice({ rawHeaders }: IncomingMessage, name: string): boolean {
  const isIt = (text: string, index: number) =>
    index % 2 === 0 && text.length === name.length && text.toLowerCase() === name
  return rawHeaders.filter(isIt).length > 1
}

const hasBody = (headers: IncomingMessage['headers']) =>
  Number(headers['content-length']) > 0 || headers['transfer-encoding'] !== undefined
