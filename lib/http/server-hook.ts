import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { PEER_HEADER } from './address'
import { METHOD_HEADER, PAGE_PATH_HEADER, REQUEST_ID_HEADER } from './private-headers'

type Started = { request: IncomingMessage; response: ServerResponse; socket: Socket }

/**
 * Sees every request before Next does, and puts right what Next cannot see or would get wrong: who is really calling,
 * documented paths outside /api, absolute request lines, methods that no route can have, and bodies of a GET.
 */
export function installServerHook() {
  subscribe('http.server.request.start', message => prepare(message as Started))
}

export function prepare({ request, response, socket }: Started) {
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

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Documented outside /api; the rewrites in next.config.mjs do the same where there is no hook. */
const OUTSIDE = /^\/(auth|oauth2|2fa|healthz|readyz|oauth\/personal-access-tokens|\.well-known\/jwks\.json)(?=[/?]|$)/

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
