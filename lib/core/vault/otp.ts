import { counterToBytes, dynamicTruncate, truncateDigits } from '@otplib/core'
import { hmac } from '#hmac'
import { Failure } from '../failures'
import { decodeBase32 } from './base32'
import { ALGORITHMS, DIGITS, type Entry } from './entry'

/** The part of an entry that its codes depend on. */
export type CodeSource = Pick<Entry, 'otpType' | 'secret' | 'digits' | 'algorithm' | 'period' | 'counter'>

/** The code of a moment and the one after it. Times are Unix time in seconds. */
export type TimeCode = { password: string; nextPassword: string; generatedAt: number; period: number }

/** A code by counter, and the counter that is next. */
export type CounterCode = { password: string; counter: number }

/**
 * The code of a moment (RFC 6238, or Steam's letters). Synchronous: about 10 µs on a server. Runs in the browser, too.
 *
 * @param now Unix time in seconds.
 * @throws Failure invalid_secret, invalid_otp_parameters
 */
export function timeCode(source: CodeSource, now = Math.floor(Date.now() / 1000)): TimeCode {
  const period = source.otpType === 'steamtotp' ? 30 : source.period
  if (period === null || !Number.isInteger(period) || period < 1) throw new Failure('invalid_otp_parameters')
  const codeOf = coder(source)
  const step = Math.floor(now / period)
  return { password: codeOf(step), nextPassword: codeOf(step + 1), generatedAt: now, period }
}

/**
 * The code of an entry's counter (RFC 4226). Whoever keeps the entry saves the counter that comes back before the code
 * goes out. Runs in the browser, too.
 *
 * @throws Failure invalid_secret; invalid_otp_parameters, also after the last counter, 2^53 - 1
 */
export function counterCode(source: CodeSource): CounterCode {
  const { counter } = source
  if (counter === null || counter >= Number.MAX_SAFE_INTEGER) throw new Failure('invalid_otp_parameters')
  return { password: coder(source)(counter), counter: counter + 1 }
}

/** A synchronous function from the time step or counter to the code. */
function coder({ otpType, secret, digits, algorithm }: CodeSource): (counter: number) => string {
  const key = decodeBase32(secret)
  if (!key) throw new Failure('invalid_secret')
  const steam = otpType === 'steamtotp'
  if (
    !steam &&
    !(Number.isInteger(digits) && digits >= DIGITS.min && digits <= DIGITS.max && ALGORITHMS.includes(algorithm))
  )
    throw new Failure('invalid_otp_parameters')
  return counter => {
    if (!Number.isSafeInteger(counter) || counter < 0) throw new Failure('invalid_otp_parameters')
    const digest = hmac(steam ? 'sha1' : algorithm, key, counterToBytes(counter))
    const value = digest.length < 20 ? truncateShortDigest(digest) : dynamicTruncate(digest)
    return steam ? steamLetters(value) : truncateDigits(value, digits)
  }
}

const STEAM_ALPHABET = '23456789BCDFGHJKMNPQRTVWXY'

/** Dynamic truncation of 16 bytes can reach past their end; what is not there counts as zero, as in PHP's libraries. */
function truncateShortDigest(digest: Uint8Array): number {
  const at = (digest.at(-1) ?? 0) & 15
  const byte = (index: number) => digest[at + index] ?? 0
  return ((byte(0) & 127) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)
}

function steamLetters(value: number): string {
  let rest = value
  let letters = ''
  for (let place = 0; place < 5; place++) {
    letters += STEAM_ALPHABET[rest % STEAM_ALPHABET.length]
    rest = Math.floor(rest / STEAM_ALPHABET.length)
  }
  return letters
}
