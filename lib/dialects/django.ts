import { z } from 'zod'
import type { Issue } from '../core/failures'
import type { Refusal } from '../http/endpoint'

/**
 * What the two documents that came from Django REST framework say alike: missing credentials, throttling, wrong methods,
 * and faults of fields. Undefined where each has its own words.
 */
export function refuseAsDjango({ code, details, method }: Refusal) {
  switch (code) {
    case 'not_authenticated':
      return { body: { detail: 'Authentication credentials were not provided.' }, headers: BEARER }
    case 'invalid_token':
      return { body: INVALID_ACCESS_TOKEN, headers: BEARER }
    case 'throttled':
      return {
        body: { detail: `Request was throttled. Expected available in ${details.retryAfter} seconds.`, code },
      }
    case 'method_not_allowed':
      return { body: { detail: `Method "${method}" not allowed.`, code } }
    case 'malformed_body':
      return { body: { detail: 'JSON parse error - the body is not valid JSON.', code } }
    case 'unsupported_media_type':
      return { body: { detail: `Unsupported media type "${details.given ?? ''}" in request.`, code } }
    case 'invalid_input':
      return { body: fieldErrors(details.issues ?? []) }
  }
  return undefined
}

/** Faults by field, as {@link refuseAsDjango} says them. */
export const FieldErrors = z.record(z.string(), z.array(z.string()))

/** What is said of credentials, throttling and methods. */
export const Detail = z.object({ detail: z.string(), code: z.string().optional() })

export const BEARER = { 'www-authenticate': 'Bearer realm="api"' }

const INVALID_ACCESS_TOKEN = {
  detail: 'Given token not valid for any token type',
  code: 'token_not_valid',
  messages: [{ token_class: 'AccessToken', token_type: 'access', message: 'Token is invalid or expired' }],
}

function fieldErrors(issues: Issue[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {}
  for (const issue of issues) {
    const field = issue.path.length ? String(issue.path[0]) : 'non_field_errors'
    errors[field] = [...(errors[field] ?? []), say(issue)]
  }
  return errors
}

function say({ path, fault, limit, expected, given, message }: Issue): string {
  if (!path.length)
    return fault === 'null'
      ? 'No data provided'
      : `Invalid data. Expected a dictionary, but got ${PYTHON[given ?? ''] ?? given}.`
  switch (fault) {
    case 'missing':
      return 'This field is required.'
    case 'null':
      return 'This field may not be null.'
    case 'blank':
      return 'This field may not be blank.'
    case 'type':
      return expected === 'string' ? 'Not a valid string.' : `Not a valid ${expected}.`
    case 'too_short':
      return `Ensure this field has at least ${limit} characters.`
    case 'too_long':
      return `Ensure this field has no more than ${limit} characters.`
    case 'characters':
      return 'Null characters are not allowed.'
    case 'format':
      return expected === 'email' ? 'Enter a valid email address.' : 'Enter a valid value.'
    case 'choice':
      return 'Not a valid choice.'
    default:
      return message
  }
}

/** What Python calls the types of JSON. */
const PYTHON: Record<string, string> = { array: 'list', string: 'str', number: 'int', boolean: 'bool' }
