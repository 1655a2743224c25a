import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { failures } from '../core/failures'
import { countRequest } from '../metrics'
import { API_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers'

/** So many requests that hash a password are worked on or wait in this process; more would only wait in vain. */
const MOST_AT_ONCE = 100

const RETRY_AFTER_SECONDS = '2'

/** Signing in, registering, setting a password: as the server hook has put their paths. */
const HASHES = /^\/api\/(auth\/(login|register|password)|token)\/?(\?|$)/

/**
 * Takes its place in front of Next, where telling somebody to come later costs a tenth of what a request costs there: ten
 * times the sign-ins that a machine can do must not keep it from doing them (ASVS 15.2.2). Everybody else is let through.
 */
export function guardFromOverload(server: Server) {
  const listeners = server.listeners('request') as RequestListener[]
  const admitted = new Set<IncomingMessage>()
  const tellToComeLater = comeLater()
  server.removeAllListeners('request').on('request', (request, response) => {
    if (HASHES.test(request.url ?? '') && request.method === 'POST') {
      if (countWorkedOn(admitted) >= MOST_AT_ONCE) return tellToComeLater(response)
      admitted.add(request)
      response.on('close', () => admitted.delete(request))
    }
    for (const listener of listeners) listener.call(server, request, response)
  })
}

/** Whoever has not sent all of a body costs nothing yet, and must not keep others out. */
function countWorkedOn(admitted: Set<IncomingMessage>): number {
  let count = 0
  for (const { complete } of admitted) if (complete) count++
  return count
}

/** In the shape of every document that has such an endpoint: which one was meant stands in a body that nobody reads. */
function comeLater() {
  const [status, words] = failures.unavailable
  const error = 'Service Unavailable'
  const body = JSON.stringify({ statusCode: status, error, message: words, detail: words, code: 'unavailable' })
  const headers = {
    ...securityHeaders(),
    'content-security-policy': API_CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'retry-after': RETRY_AFTER_SECONDS,
  }
  return (response: ServerResponse) => {
    countRequest({ method: 'POST', route: 'told to come later', status, ms: 0 })
    response.writeHead(status, headers).end(body)
  }
}
