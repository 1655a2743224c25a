import { z } from 'zod'
import type { FailureCode } from '../core/failures'
import type { Session } from '../core/sessions'
import type { SignIn } from '../core/sign-in'
import { setCookie } from '../http/cookies'
import { type Dialect, speaking } from '../http/endpoint'
import { refuseAsDjango } from './django'

/** The 42 API of documents 000 and 001: a Django back end by its manners. */
export const fortytwo: Dialect = {
  name: 'fortytwo',
  silence: 200,
  refuse(refusal) {
    const shared = refuseAsDjango(refusal)
    if (shared) return shared
    const { code, details, words, method } = refusal
    const [always, message] = own[code] ?? []
    const body = { message: message ?? words, code, ...details.extra }
    if (isAboutRefreshToken(code)) return { status: method === 'GET' ? 403 : 400, body, clear: ['refresh_token'] }
    return { ...(always && { status: always }), body }
  },
}

export const endpoint = speaking(fortytwo)

/** The body of a finished sign-in. */
export const AccessToken = z.object({ access_token: z.string() })

/** The body of a sign-in that asks for a second factor: `SW` from an authenticator app, `EM` by e-mail. */
export const Challenge = z.object({ token: z.string(), type: z.enum(['SW', 'EM']) })

/** What a sign-in leads to, in this document's words. */
export function signedIn(result: SignIn, headers: Headers) {
  if ('challenge' in result)
    return { token: result.challenge.ticket, type: result.challenge.factor === 'totp' ? 'SW' : 'EM' }
  return begun(result.session, headers)
}

/** A new session: the refresh token as a cookie, the access token in the body. */
export function begun({ accessToken, refreshToken, expiresAt }: Session, headers: Headers) {
  setCookie(headers, 'refresh_token', refreshToken, expiresAt)
  return { access_token: accessToken }
}

/** 001 asks by POST and is refused with 400, 000 by GET and with 403; both then unset the cookie. */
const isAboutRefreshToken = (code: FailureCode) => code === 'missing_refresh_token' || code === 'invalid_refresh_token'

/** Where this document's status or words differ from the usual. */
const own: Partial<Record<FailureCode, [status: number | undefined, message?: string]>> = {
  invalid_credentials: [400, 'invalid username or password'],
  account_disabled: [400, "user isn't active"],
  account_not_activated: [400, "user isn't active"],
  access_token_still_valid: [400, 'cannot refresh with valid access token'],
  invalid_refresh_token: [undefined, 'invalid refresh token'],
  missing_refresh_token: [undefined, 'missing refresh token'],
  invalid_ticket: [400, 'invalid token'],
}
