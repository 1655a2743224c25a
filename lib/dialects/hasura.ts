import { z } from 'zod'
import type { FailureCode, Issue } from '../core/failures'
import type { Session } from '../core/sessions'
import type { SignIn } from '../core/sign-in'
import { ACCESS_TOKEN_SECONDS } from '../core/tokens'
import { setCookie } from '../http/cookies'
import { type Dialect, extraMembers, speaking } from '../http/endpoint'
import { pngOfText } from '../http/qr-image'

/** The e-mail accounts of document 002: hasura-backend-plus, whose errors are Boom's and whose validation is Joi's. */
export const hasura: Dialect = {
  name: 'hasura',
  silence: 204,
  failure: z.object({ statusCode: z.int(), error: z.string(), message: z.string(), code: z.string() }),
  parsesFirst: true,
  refuse({ code, status: usual, words, details }) {
    const [status = usual, own] = overrides[code] ?? []
    const [issue] = details.issues ?? []
    const message = issue ? say(issue) : (own ?? words)
    return {
      status,
      body: { statusCode: status, error: PHRASES[status] ?? 'Error', message, code, ...extraMembers(details) },
    }
  },
}

export const endpoint = speaking(hasura)

/** The body of a session: `jwt_expires_in` is in milliseconds, as documented. */
export const Jwt = z.object({ jwt_token: z.string(), jwt_expires_in: z.literal(ACCESS_TOKEN_SECONDS * 1000) })

/** The body of a sign-in that asks for a second factor. */
export const MfaTicket = z.object({ mfa: z.literal(true), ticket: z.string() })

/** The secret of an authenticator app, and its QR code as a PNG. */
export const MfaSecret = z.object({ image_url: z.string(), otp_secret: z.string() })

export const mfaSecret = async ({ uri, secret }: { uri: string; secret: string }) => ({
  image_url: await pngOfText(uri),
  otp_secret: secret,
})

/** What a sign-in leads to, in this document's words. */
export function signedIn(result: SignIn, headers: Headers) {
  return 'challenge' in result ? { mfa: true, ticket: result.challenge.ticket } : begun(result.session, headers)
}

/** A new or rotated session: the refresh token as a cookie, the access token in the body. */
export function begun({ accessToken, refreshToken, expiresAt }: Session, headers: Headers) {
  setCookie(headers, 'refresh_token', refreshToken, expiresAt)
  return { jwt_token: accessToken, jwt_expires_in: ACCESS_TOKEN_SECONDS * 1000 }
}

/** Where this document's status or words differ from the usual. */
const overrides: Partial<Record<FailureCode, [status: number, message?: string]>> = {
  invalid_credentials: [401, 'Invalid e-mail or password.'],
  account_not_activated: [400, 'Account is not activated.'],
  account_disabled: [401, 'Invalid e-mail or password.'],
  weak_password: [400, 'Password is too weak.'],
  username_taken: [400, 'Username is already taken.'],
  invalid_ticket: [401, 'Invalid or expired ticket.'],
  second_factor_required: [400, 'A second factor is required.'],
  invalid_code: [401, 'Invalid two-factor code.'],
  code_already_used: [401, 'Invalid two-factor code.'],
  factor_already_active: [400, 'MFA is already enabled.'],
  factor_not_active: [400, 'MFA is already disabled.'],
  factor_not_pending: [400, 'OTP secret is not set.'],
  not_authenticated: [401, 'Invalid or expired JWT token.'],
  invalid_token: [401, 'Invalid or expired JWT token.'],
  missing_refresh_token: [401, 'Invalid or expired refresh token.'],
  invalid_refresh_token: [401, 'Invalid or expired refresh token.'],
  wrong_token_type: [401, 'Invalid or expired refresh token.'],
  account_gone: [401, 'Invalid or expired refresh token.'],
  throttled: [429, 'You are being rate limited.'],
  internal_error: [500, 'An internal server error occurred'],
}

const PHRASES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The first fault in Joi's words. */
function say({ path, fault, limit, expected, message }: Issue): string {
  const label = path.length ? `"${path.join('.')}"` : '"value"'
  switch (fault) {
    case 'missing':
      return `${label} is required`
    case 'blank':
      return `${label} is not allowed to be empty`
    case 'null':
    case 'type':
      return `${label} must be ${expected === 'object' ? 'of type object' : `a ${expected}`}`
    case 'too_short':
      return `${label} length must be at least ${limit} characters long`
    case 'too_long':
      return `${label} length must be less than or equal to ${limit} characters long`
    case 'unknown_key':
      return `${label} is not allowed`
    case 'characters':
      return `${label} contains characters that cannot be kept`
    case 'format':
      return FORMATS[expected ?? '']?.(label) ?? `${label} fails to match the required pattern`
    default:
      return `${label} ${message}`
  }
}

const FORMATS: Record<string, (label: string) => string> = {
  email: label => `${label} must be a valid email`,
  guid: label => `${label} must be a valid GUID`,
  code: label => `${label} length must be 6 characters long`,
}
