import { z } from 'zod'
import type { Issue } from '../core/failures'
import type { SignIn } from '../core/sign-in'
import { ACCESS_TOKEN_SECONDS } from '../core/tokens'
import { USER_STATES, type UserSummary } from '../core/user-directory'
import { setCookie } from '../http/cookies'
import { type Dialect, extraMembers, type Refusal, speaking } from '../http/endpoint'

/** Latchkey's own endpoints: problem details (RFC 9457) with a stable `code`. */
export const native: Dialect = {
  name: 'native',
  silence: 204,
  failure: z.object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    request_id: z.string(),
    retry_after: z.number().optional(),
    errors: z.array(z.object({ field: z.string(), fault: z.string() })).optional(),
  }),
  refuse: refusal => ({ body: problem(refusal), headers: { 'content-type': 'application/problem+json' } }),
}

export const endpoint = speaking(native)

/** The body of a sign-in: a session, or the challenge of a second factor. */
export const SignedIn = z.union([
  z.object({ access_token: z.string(), expires_in: z.literal(ACCESS_TOKEN_SECONDS) }),
  z.object({ challenge: z.object({ ticket: z.string(), factor: z.enum(['totp', 'email']) }) }),
])

/** What a sign-in leads to; the refresh token goes into its cookie. */
export function signedIn(result: SignIn, headers: Headers) {
  if ('challenge' in result) return { challenge: result.challenge }
  const { accessToken, refreshToken, expiresAt } = result.session
  setCookie(headers, 'refresh_token', refreshToken, expiresAt)
  return { access_token: accessToken, expires_in: ACCESS_TOKEN_SECONDS }
}

/** A user as administrators see them. */
export const AdministeredUser = z.object({
  id: z.string(),
  number: z.int().meta({ description: 'the id of `/api/v1/users`' }),
  email: z.string(),
  username: z.string().nullable(),
  role: z.enum(['user', 'admin']),
  state: z.enum(USER_STATES),
  second_factor: z.enum(['totp', 'email']).nullable(),
  has_password: z.boolean(),
  intra_login: z.string().nullable(),
  sessions: z.int(),
  tokens: z.int(),
  last_sign_in_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})

export const administeredUser = (user: UserSummary) => ({
  id: user.id,
  number: user.number,
  email: user.email,
  username: user.username,
  role: user.role,
  state: user.state,
  second_factor: user.factor,
  has_password: user.hasPassword,
  intra_login: user.intraLogin,
  sessions: user.sessions,
  tokens: user.tokens,
  last_sign_in_at: user.lastSignInAt,
  created_at: user.createdAt,
})

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
