import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20, hchacha } from '@noble/ciphers/chacha.js'
import { type Bytes, bytesOf, concatenated } from '../bytes'

/** AES-GCM with the tag at the end. Runs in the browser, too. @returns undefined for the wrong key, or damage. */
export const openAesGcm = (key: Bytes, iv: Bytes, sealed: Bytes) => open('AES-GCM', key, iv, sealed)

/** AES-CBC with PKCS #7 padding, which tells a wrong key by chance only. Runs in the browser, too. */
export const openAesCbc = (key: Bytes, iv: Bytes, sealed: Bytes) => open('AES-CBC', key, iv, sealed)

async function open(name: string, key: Bytes, iv: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, name, false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt({ name, iv }, imported, sealed))
  } catch {
    return undefined
  }
}

const LAST_MESSAGE = 3

/**
 * The single, last message of a stream of libsodium's `crypto_secretstream_xchacha20poly1305`, as Ente writes its
 * exports. Runs in the browser, too.
 *
 * @param header the 24 bytes that begin the stream.
 * @returns undefined for the wrong key, damage, or a message with more to follow.
 */
export function openSecretStream(key: Bytes, header: Bytes, sealed: Bytes): Bytes | undefined {
  if (key.length !== 32 || header.length !== 24 || sealed.length < 17) return undefined
  const subkey = new Uint8Array(32)
  hchacha(words(bytesOf('expand 32-byte k')), words(key), words(header.slice(0, 16)), new Uint32Array(subkey.buffer))
  const nonce = concatenated(Uint8Array.of(1, 0, 0, 0), header.slice(16))
  const body = sealed.subarray(1, -16)
  const tagBlock = chacha20(subkey, nonce, new Uint8Array(64), undefined, 1)
  const tag = (tagBlock[0] ?? 0) ^ (sealed[0] ?? 0)
  tagBlock[0] = sealed[0] ?? 0
  const lengths = new DataView(new ArrayBuffer(16))
  lengths.setBigUint64(8, BigInt(64 + body.length), true)
  const mac = poly1305(
    concatenated(tagBlock, body, new Uint8Array(body.length % 16), new Uint8Array(lengths.buffer)),
    chacha20(subkey, nonce, new Uint8Array(32)),
  )
  if (tag !== LAST_MESSAGE || !mac.every((byte, index) => byte === sealed[sealed.length - 16 + index])) return undefined
  return Uint8Array.from(chacha20(subkey, nonce, body, undefined, 2))
}

/** ChaCha's words are little-endian, as is every machine that runs this. */
const words = (bytes: Bytes) => new Uint32Array(bytes.slice().buffer)
