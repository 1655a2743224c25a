import { type Bytes, bytesOf, concatenated } from '@/lib/core/vault/bytes'
import { portableKeyDerivation, type ScryptCost } from '@/lib/core/vault/import/key-derivation'

/**
 * How the copy of a vault is sealed. Whoever is online seals to a public key, so that a copy can be renewed without the
 * passphrase; only the passphrase opens the private key, and it is kept nowhere.
 */
export type Lock = {
  /** Whose copy it is. */
  account: string
  salt: Bytes
  cost: ScryptCost
  publicKey: Bytes
  /** In PKCS #8, sealed with what scrypt makes of the passphrase. */
  privateKey: { nonce: Bytes; bytes: Bytes }
}

export type Purpose = 'copy' | 'changes'

/** Something sealed to a lock's public key: with a key of its own, agreed on with a sender's key that is then gone. */
export type Sealed = { sender: Bytes; nonce: Bytes; bytes: Bytes }

/**
 * OWASP's first choice for scrypt: each guess takes 128 MiB. WebCrypto has only PBKDF2, of which a graphics card makes
 * many guesses at a time.
 */
const COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }

export async function createLock(account: string, passphrase: string, cost = COST): Promise<Lock> {
  const [salt, nonce] = [random(16), random(12)]
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const key = await passphraseKey(passphrase, salt, cost, 'wrapKey')
  const bytes = await crypto.subtle.wrapKey('pkcs8', privateKey, key, gcm(nonce, account, 'key'))
  return {
    ...{ account, salt, cost },
    publicKey: await rawOf(publicKey),
    privateKey: { nonce, bytes: new Uint8Array(bytes) },
  }
}

/** @returns the private key, which no script can read; undefined when it is another passphrase. */
export async function openLock(lock: Lock, passphrase: string): Promise<CryptoKey | undefined> {
  const { account, salt, cost, privateKey } = lock
  const key = await passphraseKey(passphrase, salt, cost, 'unwrapKey')
  const { nonce, bytes } = privateKey
  return crypto.subtle
    .unwrapKey('pkcs8', bytes, key, gcm(nonce, account, 'key'), CURVE, false, ['deriveBits'])
    .catch(() => undefined)
}

/** Seals anything that JSON can say. */
export async function seal(lock: Lock, purpose: Purpose, value: unknown): Promise<Sealed> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const [sender, nonce] = [await rawOf(publicKey), random(12)]
  const key = await sharedKey(privateKey, await importPublic(lock.publicKey), sender, lock, 'encrypt')
  const bytes = await crypto.subtle.encrypt(gcm(nonce, lock.account, purpose), key, bytesOf(JSON.stringify(value)))
  return { sender, nonce, bytes: new Uint8Array(bytes) }
}

/** @throws when it was sealed for somebody or something else, or has been touched since. */
export async function unseal<Value>(privateKey: CryptoKey, lock: Lock, purpose: Purpose, sealed: Sealed) {
  const { sender, nonce, bytes } = sealed
  const key = await sharedKey(privateKey, await importPublic(sender), sender, lock, 'decrypt')
  const opened = await crypto.subtle.decrypt(gcm(nonce, lock.account, purpose), key, bytes)
  return JSON.parse(new TextDecoder().decode(opened)) as Value
}

async function passphraseKey(passphrase: string, salt: Bytes, cost: ScryptCost, use: 'wrapKey' | 'unwrapKey') {
  const bytes = await portableKeyDerivation.scrypt(bytesOf(passphrase.normalize('NFKC')), salt, cost)
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [use])
}

/** ECDH, then HKDF over both public keys: the key of one sealing. */
async function sharedKey(own: CryptoKey, other: CryptoKey, sender: Bytes, lock: Lock, use: 'encrypt' | 'decrypt') {
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256)
  const material = await crypto.subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey'])
  const info = concatenated(sender, lock.publicKey)
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [use])
}

/** What is sealed for one account and purpose opens for no other. */
const gcm = (nonce: Bytes, account: string, purpose: Purpose | 'key') => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: bytesOf(`latchkey offline 1 ${purpose} ${account}`),
})

const importPublic = (raw: Bytes) => crypto.subtle.importKey('raw', raw, CURVE, false, [])

const rawOf = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.exportKey('raw', key))

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))
