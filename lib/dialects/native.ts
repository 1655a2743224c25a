import type { Issue } from '../core/failures'
import { type Dialect, extraMembers, type Refusal, speaking } from '../http/endpoint'

/** Latchkey's own endpoints: problem details (RFC 9457) with a stable `code`. */
export const native: Dialect = {
  name: 'native',
  silence: 204,
  refuse: refusal => ({ body: problem(refusal), headers: { 'content-type': 'application/problem+json' } }),
}

export const endpoint = speaking(native)

function problem({ code, status, words, details, requestId }: Refusal) {
  return {
    type: 'about:blank',
    title: words,
    status,
    code,
    request_id: requestId,
    ...(details.issues && { errors: details.issues.map(sayIssue) }),
    ...(details.retryAfter && { retry_after: details.retryAfter }),
    ...extraMembers(details),
  }
}

const sayIssue = ({ path, fault, limit, expected }: Issue) => ({ field: path.join('.'), fault, limit, expected })
