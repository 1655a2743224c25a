import type { Bytes } from './bytes'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The value of each character code, 255 for those outside of the alphabet. */
const VALUES = new Uint8Array(128).fill(255)
for (let value = 0; value < 32; value++) {
  VALUES[ALPHABET.charCodeAt(value)] = value
  VALUES[ALPHABET.toLowerCase().charCodeAt(value)] = value
}

/** More than any service gives out; a bound for what is stored. */
export const MAX_SECRET_CHARACTERS = 1024

/**
 * Reads base32 (RFC 4648) as services and people write it: in any case, with spaces, dashes and padding or without. Bits
 * that fill no byte at the end are dropped, as authenticator apps do, so lengths that the RFC does not know work as well.
 * Runs in the browser, too.
 *
 * @returns undefined for other characters, padding in the middle, or less than one byte.
 */
export function decodeBase32(text: string): Bytes | undefined {
  if (text.length > 2 * MAX_SECRET_CHARACTERS) return undefined
  const digits = digitsOf(text)
  const bytes = new Uint8Array((digits.length * 5) >> 3)
  let buffer = 0
  let bits = 0
  let at = 0
  for (let index = 0; index < digits.length; index++) {
    const value = VALUES[digits.charCodeAt(index)] ?? 255
    if (value === 255) return undefined
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = buffer >> bits
    }
  }
  return bytes.length > 0 ? bytes : undefined
}

/** Base32 in upper case, padded with `=` to groups of eight. Runs in the browser, too. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(buffer >> bits) & 31]
    }
  }
  if (bits > 0) text += ALPHABET[(buffer << (5 - bits)) & 31]
  return padded(text)
}

/**
 * The one spelling in which a secret is kept: upper case, padded with `=`, as 2FAuth does. Runs in the browser, too.
 *
 * @returns undefined for what {@link decodeBase32} does not take, or what is longer than {@link MAX_SECRET_CHARACTERS}.
 */
export function canonicalBase32(text: string): string | undefined {
  if (!decodeBase32(text)) return undefined
  const digits = digitsOf(text).toUpperCase()
  return digits.length <= MAX_SECRET_CHARACTERS ? padded(digits) : undefined
}

/** Secrets as they are kept have nothing that has to be taken out but the padding. */
const digitsOf = (text: string) => (/[\s\-‐-―=]/.test(text) ? text.replace(/[\s\-‐-―]+/g, '').replace(/=+$/, '') : text)

const padded = (digits: string) => digits.padEnd(Math.ceil(digits.length / 8) * 8, '=')
