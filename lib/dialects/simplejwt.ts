import { z } from 'zod'
import type { FailureCode } from '../core/failures'
import { type Dialect, extraMembers, speaking } from '../http/endpoint'
import { BEARER, Detail, FieldErrors, refuseAsDjango } from './django'

/** The token endpoints of document 004: Django's simplejwt with its library defaults, in English. */
export const simplejwt: Dialect = {
  name: 'simplejwt',
  silence: 200,
  failure: z.union([Detail, FieldErrors]),
  refuse(refusal) {
    const { code, words, details } = refusal
    const said = own[code]
    if (said) return { status: 401, body: said, headers: BEARER }
    return refuseAsDjango(refusal) ?? { body: { detail: words, code, ...extraMembers(details) } }
  },
}

export const endpoint = speaking(simplejwt)

/** A text field as the library has it: a number is taken for its digits. */
export const TextField = fieldOf(z.string().min(1))

/** As {@link TextField}, with the spaces around it cut off. */
export const TrimmedField = fieldOf(z.string().trim().min(1))

export const TokenPair = z.object({ refresh: z.string(), access: z.string() })
export const Access = z.object({ access: z.string() })

const NO_ACCOUNT = { detail: 'No active account found with the given credentials' }
const NOT_VALID = { detail: 'Token is invalid or expired', code: 'token_not_valid' }

/** What is refused with 401, word for word. */
const own: Partial<Record<FailureCode, object>> = {
  invalid_credentials: NO_ACCOUNT,
  account_not_activated: NO_ACCOUNT,
  account_disabled: NO_ACCOUNT,
  invalid_token: NOT_VALID,
  invalid_refresh_token: NOT_VALID,
  invalid_code: { detail: 'Invalid second factor.', code: 'invalid_code' },
  code_already_used: { detail: 'Invalid second factor.', code: 'code_already_used' },
  invalid_ticket: { detail: 'Invalid second factor.', code: 'invalid_code' },
  wrong_token_type: { detail: 'Token has wrong type', code: 'token_not_valid' },
  account_gone: { detail: 'No active account found for the given token.' },
  second_factor_required: { detail: 'Second factor required.', code: 'second_factor_required' },
}

function fieldOf(text: z.ZodString) {
  const withDigits = (value: unknown) => (typeof value === 'number' ? String(value) : value)
  return z.preprocess(withDigits, text).meta({ type: 'string', minLength: 1 })
}
