import { Failure, type FailureCode, failures } from '../core/failures'
import { isDatabaseUnavailable, isUserGone } from '../db'
import { log } from '../log'
import { clearCookie } from './cookies'
import type { Endpoint } from './endpoint'
import { API_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers'

/** The successful answer: what an endpoint returned, in the status that it declares. */
export function present(endpoint: Endpoint, answer: unknown, headers: Headers): Response {
  if (answer instanceof Response) return finish(answer, headers)
  const { policy } = endpoint
  const status = answer === undefined ? silence(endpoint) : (policy.returns.find(code => code < 300) ?? 200)
  if (!policy.returns.includes(status)) throw new Error(`undeclared status ${status}`)
  const body = answer === undefined || status === 204 ? null : JSON.stringify(answer)
  return json(status, body, headers)
}

/** Nothing to say: 204 where the document lists it, else as the dialect has it. */
const silence = ({ dialect, policy }: Endpoint) => (policy.returns.includes(204) ? 204 : dialect.silence)

/** Refuses a request that never came to an endpoint, in the words of one that could have answered it. */
export function refuseOutside(neighbour: Endpoint, code: FailureCode, method: string, requestId: string): Response {
  return refuse(neighbour, new Failure(code), method, requestId, new Headers())
}

/** Statuses that the machinery may give whatever a document says. */
const ALWAYS = [400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503]

/** The answer to whatever went wrong, in the shape of the endpoint's dialect. */
export function refuse(
  { dialect, policy }: Endpoint,
  error: unknown,
  method: string,
  requestId: string,
  headers: Headers,
) {
  const failure = asFailure(error)
  const [status, words] = failures[failure.code]
  const { code, details } = failure
  const said = dialect.refuse({ code, status, words, details, method, requestId })
  const finalStatus = said.status ?? status
  if (![...ALWAYS, ...policy.returns].includes(finalStatus))
    log.error({ status: finalStatus, failure: code }, 'undeclared status')
  for (const [name, value] of Object.entries(said.headers ?? {})) headers.set(name, value)
  for (const name of said.clear ?? []) clearCookie(headers, name)
  if (details.retryAfter) headers.set('retry-after', String(details.retryAfter))
  if (finalStatus === 401 && !headers.has('www-authenticate')) headers.set('www-authenticate', 'Bearer')
  return json(finalStatus, said.body === undefined ? null : JSON.stringify(said.body), headers)
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (isUserGone(error)) return new Failure('invalid_token')
  if (isDatabaseUnavailable(error)) {
    log.warn({ err: error }, 'the database cannot be asked')
    return new Failure('unavailable', { retryAfter: 2 })
  }
  log.error({ err: error }, 'a bug')
  return new Failure('internal_error')
}

function json(status: number, body: string | null, headers: Headers): Response {
  if (body !== null && !headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(body, { status, headers: complete(headers) })
}

/** Gives an answer that was made elsewhere the headers that every answer has. */
export function finish(response: Response, headers = new Headers()): Response {
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') headers.append(name, value)
    else headers.set(name, value)
  }
  if (headers.get('content-type') === 'application/json') headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(response.body, { status: response.status, headers: complete(headers) })
}

let common: [string, string][] | undefined

function complete(headers: Headers): Headers {
  common ??= Object.entries(securityHeaders())
  for (const [name, value] of common) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', API_CONTENT_SECURITY_POLICY)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return headers
}
