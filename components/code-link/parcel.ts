import { gcm } from '@noble/ciphers/aes.js'

/** The codes of the next minutes, and what they are for. */
export type Parcel = {
  service: string
  account: string
  /** Each code from the second (Unix time) at which it begins to count. */
  codes: { from: number; code: string }[]
  /** When the last one stops counting, in Unix time. */
  until: number
}

/**
 * Seals a parcel with a key of its own (AES-256-GCM).
 *
 * @returns the parcel for the server, and the key for the fragment of the link; both in base64url.
 */
export function sealParcel(parcel: Parcel): { parcel: string; key: string } {
  const key = crypto.getRandomValues(new Uint8Array(32))
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const sealed = gcm(key, nonce).encrypt(new TextEncoder().encode(JSON.stringify(parcel)))
  return { parcel: toBase64Url(new Uint8Array([...nonce, ...sealed])), key: toBase64Url(key) }
}

/** @returns undefined when the key does not open the parcel. */
export function openParcel(parcel: string, key: string): Parcel | undefined {
  try {
    const bytes = fromBase64Url(parcel)
    const opened = gcm(fromBase64Url(key), bytes.subarray(0, 12)).decrypt(bytes.subarray(12))
    return JSON.parse(new TextDecoder().decode(opened)) as Parcel
  } catch {
    return undefined
  }
}

/** The code that counts at a moment (Unix time in seconds), and how many seconds it still does. */
export function codeAt({ codes, until }: Parcel, now: number): { code: string; secondsLeft: number } | undefined {
  if (now >= until) return undefined
  const index = codes.findLastIndex(({ from }) => from <= now)
  const current = codes[index]
  return current && { code: current.code, secondsLeft: Math.ceil((codes[index + 1]?.from ?? until) - now) }
}

const toBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const fromBase64Url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
