import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { env, type SymmetricKey } from './env'

/** A sealed value that no key opens, or that was moved from another row. */
export class Unsealable extends Error {}

/**
 * Encrypts with the newest key (AES-256-GCM, random 96-bit nonce).
 *
 * @param context where the value lives, as `Totp:<row id>`: it opens nowhere else (ASVS 11.3.3).
 * @returns `v1.<kid>.<nonce>.<ciphertext and tag>`, the parts in base64url.
 */
export function seal(plaintext: string | Buffer, context: string): string {
  const { kid, key } = env().encryptionKeys[0] as SymmetricKey
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return `v1.${kid}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`
}

/** Opens what {@link seal} made for the same context. @throws Unsealable */
export function unseal(value: string, context: string): Buffer {
  const [version, kid, nonce, sealed] = value.split('.')
  const found = env().encryptionKeys.find(candidate => candidate.kid === kid)
  if (version !== 'v1' || !nonce || !sealed || !found) throw new Unsealable(`no key opens a value of ${context}`)
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', found.key, Buffer.from(nonce, 'base64url'))
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-16))
  try {
    const opened = decipher.update(bytes.subarray(0, -16))
    // In this mode nothing is left for the end but to say whether the tag is right.
    decipher.final()
    return opened
  } catch {
    throw new Unsealable(`a value of ${context} does not open`)
  }
}

/** Whether a sealed value was made with a key that is not the newest. */
export const isSealedWithOldKey = (value: string) => value.split('.')[1] !== env().encryptionKeys[0]?.kid

/** For values of 122 random bits and more, which need no slow hash. */
export const sha256 = (value: string) => createHash('sha256').update(value).digest()

/** A hash that cannot be tried out without AUTH_SECRET: for values that people could guess. */
export const keyedHash = (value: string, purpose: string) =>
  createHmac('sha256', keyFor(purpose)).update(value).digest()

const keys = new Map<string, KeyObject>()

/** A key of its own for each purpose, made of AUTH_SECRET at its first use. */
function keyFor(purpose: string): KeyObject {
  const known = keys.get(purpose)
  if (known) return known
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', env().authSecret, '', purpose, 32)))
  keys.set(purpose, key)
  return key
}

/** Compares in constant time, whatever the lengths. */
export const equal = (a: string, b: string) => timingSafeEqual(sha256(a), sha256(b))
