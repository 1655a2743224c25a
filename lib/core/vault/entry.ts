import { canonicalBase32, encodeBase32 } from './base32'

export const OTP_TYPES = ['totp', 'hotp', 'steamtotp'] as const
export const ALGORITHMS = ['sha1', 'sha256', 'sha512', 'md5'] as const
export type OtpType = (typeof OTP_TYPES)[number]
export type Algorithm = (typeof ALGORITHMS)[number]

/** The bounds of document 003, and of what is stored. */
export const DIGITS = { min: 5, max: 10 } as const
export const MAX_PERIOD_SECONDS = 2 ** 31 - 1
export const MAX_NAME_CHARACTERS = 255

/** What makes the codes of one account. */
export type Entry = {
  otpType: OtpType
  service: string | null
  account: string
  /** Base32 in its one spelling: upper case, padded. */
  secret: string
  digits: number
  algorithm: Algorithm
  /** Seconds of a time step; null for HOTP. */
  period: number | null
  /** Of the next code, 0 to 2^53 - 1; null unless HOTP. */
  counter: number | null
}

/** An entry as somebody names it; whatever is not given takes its default. */
export type EntryInput = { [field in keyof Entry]?: unknown }

/** One thing that is wrong with an entry, for the edge to put into words. `entry` is the whole of it. */
export type Fault = {
  field: keyof Entry | 'entry' | 'uri' | 'label'
  rule:
    | 'required'
    | 'string'
    | 'integer'
    | 'min'
    | 'max'
    | 'between'
    | 'choice'
    | 'no_colon'
    | 'characters'
    | 'base32'
    | 'otpauth'
    | 'object'
    | 'trashed'
}

export type CheckedEntry = { entry: Entry } | { faults: Fault[] }

/**
 * Checks and completes an entry by the rules of document 003. Numbers may come as text, type and algorithm in any case;
 * Steam is 5 characters, SHA-1 and 30 seconds, whatever is said. Runs in the browser, too.
 */
export function checkEntry(input: EntryInput): CheckedEntry {
  const faults: Fault[] = []
  const read = reader(input, faults)
  const service = read.name('service')
  const named = read.choice('otpType', OTP_TYPES)
  const account = read.name('account')
  const secret = read.secret()
  const steam = named === 'steamtotp' || service?.toLowerCase() === 'steam'
  const otpType = steam ? 'steamtotp' : named
  const hotp = otpType === 'hotp'
  const digits = steam ? 5 : read.integer('digits', 6, DIGITS)
  const algorithm = steam ? 'sha1' : (read.choice('algorithm', ALGORITHMS, 'sha1') as Algorithm)
  const period = hotp ? null : steam ? 30 : read.integer('period', 30, { min: 1, max: MAX_PERIOD_SECONDS })
  const counter = hotp ? read.integer('counter', 0, { min: 0, max: Number.MAX_SAFE_INTEGER }) : null
  if (faults.length > 0 || !otpType || !account || !secret) return { faults }
  return {
    entry: {
      otpType,
      service: service ?? (steam ? 'Steam' : null),
      account,
      secret,
      digits,
      algorithm,
      period,
      counter,
    },
  }
}

/** A fresh secret of 160 bits (RFC 4226, R6). Runs in the browser, too. */
export const newSecret = (): string => encodeBase32(crypto.getRandomValues(new Uint8Array(20)))

/** What two entries share when one is the duplicate of the other, as 2FAuth sees it. Runs in the browser, too. */
export const duplicateKey = ({ secret, service, account, otpType, digits, algorithm }: Entry): string =>
  JSON.stringify([secret, service ?? '', account, otpType, digits, algorithm])

const absent = (value: unknown) => value === undefined || value === null || value === ''

/** Control and bidirectional characters, and halves of surrogate pairs (CVE-2021-42574). */
const UNSPEAKABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u

function reader(input: EntryInput, faults: Fault[]) {
  const fault = (field: keyof Entry, rule: Fault['rule']) => void faults.push({ field, rule })

  function name(field: 'service' | 'account'): string | undefined {
    const value = input[field] ?? ''
    if (typeof value !== 'string') return fault(field, 'string')
    if (value.trim() === '') return field === 'account' ? fault(field, 'required') : undefined
    if (value.includes(':')) return fault(field, 'no_colon')
    if (UNSPEAKABLE.test(value)) return fault(field, 'characters')
    if (value.trim().length > MAX_NAME_CHARACTERS) return fault(field, 'max')
    return value.trim()
  }

  function choice<Choice extends string>(field: keyof Entry, choices: readonly Choice[], usual?: Choice) {
    const value = input[field]
    if (absent(value)) return usual ?? fault(field, 'required')
    if (typeof value !== 'string') return fault(field, 'string')
    return choices.find(known => known === value.toLowerCase()) ?? fault(field, 'choice')
  }

  function integer(field: keyof Entry, usual: number, { min, max }: { min: number; max: number }): number {
    const value = input[field]
    if (absent(value)) return usual
    const number = typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isInteger(number)) fault(field, 'integer')
    else if (field === 'digits' && (number < min || number > max)) fault(field, 'between')
    else if (number < min) fault(field, 'min')
    else if (number > max) fault(field, 'max')
    else return number
    return usual
  }

  function secret(): string | undefined {
    const value = input.secret
    if (absent(value)) return fault('secret', 'required')
    if (typeof value !== 'string') return fault('secret', 'string')
    return canonicalBase32(value) ?? fault('secret', 'base32')
  }

  return { name, choice, integer, secret }
}
