import { z } from 'zod'
import type { FailureCode, Issue } from '../core/failures'
import { type Dialect, type Policy, speaking } from '../http/endpoint'

/** The vault API of document 003: 2FAuth, a Laravel application by its manners. */
export const twofauth: Dialect = {
  name: 'twofauth',
  silence: 200,
  failure: z.object({
    message: z.string(),
    code: z.string(),
    reason: z.unknown().optional(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
  }),
  refuse({ code, status: usual, words, details, method }) {
    if (code === 'invalid_input') return { status: 422, body: { ...validation(details.issues ?? []), code } }
    if (code === 'method_not_allowed')
      return { body: { message: `The ${method} method is not supported for this route.`, code } }
    if (code === 'import_unreadable') return { body: { message: `Invalid or unreadable ${details.app} data`, code } }
    const [status = usual, message = words] = overrides[code] ?? []
    const reason = status === 403 ? { reason: words } : details.reason === undefined ? {} : { reason: details.reason }
    return { status, body: { message, ...reason, code } }
  },
  rateHeaders: ({ quota, remaining }) => ({
    'x-ratelimit-limit': String(quota),
    'x-ratelimit-remaining': String(remaining),
  }),
}

const speak = speaking(twofauth)

/** An endpoint of `/api/v1`: sixty requests a minute, counted for a token or a user over all of them. */
export const endpoint: typeof speak = (policy, act) =>
  speak({ limit: '60/minute', bucket: '/api/v1', ...policy } as typeof policy & Policy, act)

/** Where this document's status or words differ from the usual. */
const overrides: Partial<Record<FailureCode, [status: number, message?: string]>> = {
  not_authenticated: [401, 'Unauthenticated.'],
  invalid_token: [401, 'Unauthenticated.'],
  insufficient_scope: [403, 'forbidden'],
  forbidden: [403, 'forbidden'],
  preference_locked: [403, 'forbidden'],
  setting_not_removable: [400, 'bad request'],
  weak_password: [422, 'The given password is too common.'],
  last_administrator: [403, 'forbidden'],
  not_found: [404, 'not found'],
  unknown_endpoint: [404, 'unknowkn endpoint'],
  malformed_body: [400, 'bad request'],
  too_many_tokens: [409, 'Conflict'],
  vault_full: [409, 'Conflict'],
  uri_not_alone: [400, 'bad request'],
  too_many_ids: [400, 'bad request'],
  throttled: [429, 'Too Many Attempts.'],
}

/** The first fault, how many more there are, and all of them by field; in Laravel's words. */
function validation(issues: Issue[]) {
  const errors: Record<string, string[]> = {}
  for (const issue of issues) {
    const field = issue.path.join('.') || 'body'
    errors[field] = [...(errors[field] ?? []), sayIssue(issue)]
  }
  const all = Object.values(errors).flat()
  const more = all.length - 1
  const suffix = more > 0 ? ` (and ${more} more error${more === 1 ? '' : 's'})` : ''
  return { message: `${all[0]}${suffix}`, errors }
}

/** One fault of one field, in Laravel's words. */
export function sayIssue({ path, fault, limit, expected, message, own }: Issue): string {
  if (own) return message
  const field = path.join('.') || 'body'
  if (field === 'entry') return expected === 'trashed' ? 'This entry was in the trash.' : 'This row is no entry.'
  if (field === 'label') return 'The uri must have a label.'
  const name = `The ${field.replaceAll('_', ' ')} field`
  switch (fault) {
    case 'missing':
    case 'null':
    case 'blank':
      return `${name} is required.`
    case 'type':
      return `${name} must be ${ARTICLES[expected ?? ''] ?? `a ${expected}`}.`
    case 'too_short':
      return `${name} must be at least ${limit} characters.`
    case 'too_long':
      return `${name} must not be greater than ${limit} characters.`
    case 'too_small':
      return `${name} must be at least ${limit}.`
    case 'too_big':
      return `${name} must not be greater than ${limit}.`
    case 'choice':
      return `The selected ${field.replaceAll('_', ' ')} is invalid.`
    case 'characters':
      return `${name} contains characters that cannot be kept.`
    case 'taken':
      return `The ${field.replaceAll('_', ' ')} has already been taken.`
    case 'format':
      return `${name} ${FORMATS[expected ?? ''] ?? 'format is invalid'}.`
    default:
      return message
  }
}

/** What a field of an entry has to be. */
const FORMATS: Record<string, string> = {
  no_colon: 'must not contain colon',
  between: 'must be between 5 and 10',
  base32: 'must be a base32 encoded string',
  otpauth: 'is not a valid otpauth uri',
  'otp type': 'is not supported',
}

const ARTICLES: Record<string, string> = {
  int: 'an integer',
  number: 'an integer',
  array: 'an array',
  object: 'an object',
}

/** A personal access token as its owner sees it in the list, with the members that Laravel Passport's clients know. */
export const PersonalToken = z.object({
  id: z.string(),
  user_id: z.int(),
  client_id: z.int(),
  name: z.string(),
  scopes: z.array(z.string()),
  revoked: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  prefix: z.string(),
  last_used_at: z.iso.datetime().nullable(),
  last_used_from: z.string().nullable(),
})

type Kept = {
  id: string
  name: string
  scopes: string[]
  prefix: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastAddress: string | null
}

export const personalToken = (token: Kept, userNumber: number) => ({
  id: token.id,
  user_id: userNumber,
  client_id: 1,
  name: token.name,
  scopes: token.scopes,
  revoked: false,
  created_at: token.createdAt,
  updated_at: token.createdAt,
  expires_at: token.expiresAt,
  prefix: token.prefix,
  last_used_at: token.lastUsedAt,
  last_used_from: token.lastAddress,
})
