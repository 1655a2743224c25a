import { z } from 'zod'
import type { MetChallenge } from '../core/challenges'
import type { FactorStatus as Status } from '../core/factors'
import { Failure, type FailureCode } from '../core/failures'
import type { IntraPurpose, Newcomer } from '../core/intra'
import type { Sealed } from '../core/sealed-tokens'
import type { Session } from '../core/sessions'
import type { SignIn } from '../core/sign-in'
import { clearCookie, setCookie } from '../http/cookies'
import { type Dialect, extraMembers, speaking } from '../http/endpoint'
import { codeField, ticketField } from '../http/fields'
import { landing } from '../http/landing'
import { Detail, FieldErrors, refuseAsDjango } from './django'

/** The 42 API of documents 000 and 001: a Django back end by its manners. */
export const fortytwo: Dialect = {
  name: 'fortytwo',
  silence: 200,
  failure: z.union([
    z.object({ message: z.string(), code: z.string(), token: z.string().optional() }),
    Detail,
    FieldErrors,
  ]),
  refuse(refusal) {
    const own = refusal.details.issues?.find(issue => issue.own)
    if (own) return { body: { message: own.message, code: refusal.code } }
    const shared = refuseAsDjango(refusal)
    if (shared) return shared
    const { code, details, words, method } = refusal
    const [always, message] = overrides[code] ?? []
    const token = details.ticket === undefined ? {} : { token: details.ticket }
    const body = { message: message ?? words, code, ...token, ...extraMembers(details) }
    if (isAboutRefreshToken(code)) return { status: method === 'GET' ? 403 : 400, body, clear: ['refresh_token'] }
    return { ...(always && { status: always }), body, ...(usesUpExchange(code) && { clear: ['api_token'] }) }
  },
}

export const endpoint = speaking(fortytwo)

/** The body of a finished sign-in. */
export const AccessToken = z.object({ access_token: z.string() })

/** The body of a sign-in that asks for a second factor: `SW` from an authenticator app, `EM` by e-mail. */
export const Challenge = z.object({ token: z.string(), type: z.enum(['SW', 'EM']) })

/** A finished second step, and the cookie of a browser that is to be remembered. */
export function metChallenge({ session, trusted }: MetChallenge, headers: Headers) {
  if (trusted) setCookie(headers, 'trusted_device', trusted.value, trusted.expiresAt)
  return begun(session, headers)
}

/** What a visit to 42 is for, spelled exactly so. */
export const VisitPurpose = z.enum(['login', 'link'], 'invalid type')

/** What 42 sends the browser back with (RFC 6749, 4.1.2); what is odd or doubled counts as missing. */
export const AuthorizationResponse = z.object({
  code: z.string().max(1024).optional().catch(undefined),
  state: z.string().max(2048).optional().catch(undefined),
  error: z.string().max(100).optional().catch(undefined),
})

/** `SW` or `EM`, in any case. */
export const factorType = z
  .string('invalid 2fa type')
  .transform(text => text.toUpperCase())
  .pipe(z.enum(['SW', 'EM'], 'invalid 2fa type'))
  .transform(type => (type === 'SW' ? ('totp' as const) : ('email' as const)))

export const FactorStatus = z.object({
  is_active: z.boolean(),
  type: z.enum(['SW', 'EM', '']),
  recovery_codes_left: z.int(),
})

export const factorStatus = ({ kind, recoveryCodesLeft }: Status) => ({
  is_active: kind !== undefined,
  type: kind ? TYPES[kind] : '',
  recovery_codes_left: recoveryCodesLeft,
})

/** `token` is the shared secret here, in base32. */
export const Enrolment = z.union([z.object({ uri: z.string(), token: z.string() }), z.object({ message: z.string() })])

export const enrolling = (begun: { secret: string; uri: string } | undefined) =>
  begun ? { uri: begun.uri, token: begun.secret } : { message: 'a code was sent by e-mail' }

const TYPES = { totp: 'SW', email: 'EM' } as const

/** What is said when a code comes without its challenge, or the other way round. */
const MISSING = 'missing token or code'

/** A code and its challenge in a JSON body; the token may also stand in the query. */
export const CodeAndToken = {
  query: z.object({ token: ticketField('invalid token').optional() }),
  body: z.object({ code: codeField(MISSING), token: ticketField('invalid token').optional() }),
}

/** The deprecated form: both in the query. */
export const CodeAndTokenInQuery = z.object({
  code: codeField(MISSING),
  token: ticketField('invalid token').optional(),
})

/** The challenge of a code. @throws Failure `missing_code` */
export function tokenOf({ token }: { token?: string | undefined }): string {
  if (!token) throw new Failure('missing_code')
  return token
}

/** Marks an answer to a form that clients should leave (RFC 9745). */
export const deprecate = (headers: Headers) => headers.set('deprecation', '@1795305600')

/** What a sign-in leads to, in this document's words. */
export function signedIn(result: SignIn, headers: Headers) {
  if ('challenge' in result) return { token: result.challenge.ticket, type: TYPES[result.challenge.factor] }
  return begun(result.session, headers)
}

/** A visit to 42 has ended: a browser goes on to the page that finishes it, anybody else gets an empty object. */
export const visitEnded = (
  { request, headers }: { request: Request; headers: Headers },
  purpose: IntraPurpose,
  end: () => Promise<Sealed>,
) =>
  landing(request, `/intra?type=${purpose}`, async () => {
    clearCookie(headers, 'state_token')
    const exchange = await end()
    setCookie(headers, 'api_token', exchange.value, exchange.expiresAt)
  })

/** Whether a program asks, and no page: every browser of today says from which site a request comes. */
export const isProgram = ({ headers }: Request) => !headers.has('sec-fetch-site')

/** What a visit to 42 leads to: as {@link signedIn}; a newcomer keeps what they can join or link with, and gets a 404. */
export function signedInWithIntra(result: SignIn | Newcomer, headers: Headers) {
  if ('newcomer' in result) {
    setCookie(headers, 'intra_newcomer', result.newcomer.value, result.newcomer.expiresAt)
    throw new Failure('account_not_linked')
  }
  clearCookie(headers, 'api_token')
  return signedIn(result, headers)
}

/** A new session: the refresh token as a cookie, the access token in the body. */
export function begun({ accessToken, refreshToken, expiresAt }: Session, headers: Headers) {
  setCookie(headers, 'refresh_token', refreshToken, expiresAt)
  return { access_token: accessToken }
}

/** 001 asks by POST and is refused with 400, 000 by GET and with 403; both then unset the cookie. */
const isAboutRefreshToken = (code: FailureCode) => REFRESH_TOKEN.includes(code)

const REFRESH_TOKEN: FailureCode[] = [
  'missing_refresh_token',
  'invalid_refresh_token',
  'wrong_token_type',
  'account_gone',
]

/** Refusals after which the exchange token is of no more use. */
const usesUpExchange = (code: FailureCode) =>
  code === 'invalid_exchange' || code === 'account_not_linked' || code === 'already_linked'

/** Where this document's status or words differ from the usual. */
const overrides: Partial<Record<FailureCode, [status: number | undefined, message?: string]>> = {
  invalid_credentials: [400, 'invalid username or password'],
  account_disabled: [400, "user isn't active"],
  account_not_activated: [400, "user isn't active"],
  access_token_still_valid: [400, 'cannot refresh with valid access token'],
  invalid_refresh_token: [undefined, 'invalid refresh token'],
  missing_refresh_token: [undefined, 'missing refresh token'],
  wrong_token_type: [undefined, 'invalid refresh token'],
  account_gone: [undefined, "user isn't active"],
  invalid_ticket: [400, 'invalid token'],
  state_mismatch: [403, 'invalid state, csrf suspected'],
  access_denied: [403, 'access denied'],
  upstream: [500, 'api error'],
  invalid_exchange: [400, 'invalid api token'],
  account_not_linked: [404, 'user not linked'],
  already_linked: [400, 'user already linked'],
  not_linked: [400, 'account not linked'],
  second_factor_required: [400, 'second factor required'],
  missing_code: [400, MISSING],
  invalid_code: [400, 'invalid code'],
  factor_already_active: [400, '2fa already active'],
  factor_not_active: [400, '2fa not active'],
  factor_not_pending: [400, '2fa activation process not started yet'],
  factor_not_email: [400, '2fa type is not email'],
}
