import { argon2idAsync } from '@noble/hashes/argon2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { Failure } from '../../failures'
import { type Bytes, bytesOf } from '../bytes'

export type ScryptCost = { N: number; r: number; p: number }
export type Argon2Cost = { memoryKiB: number; passes: number; lanes: number }

/** How keys of 256 bits are made of passwords: portable here, native in `native-key-derivation.ts`. */
export type KeyDerivation = {
  scrypt(password: Bytes, salt: Bytes, cost: ScryptCost): Promise<Bytes>
  argon2id(password: Bytes, salt: Bytes, cost: Argon2Cost): Promise<Bytes>
  /** The most memory that one key may take, in MiB. */
  maxMemoryMiB: number
}

/**
 * Pure JavaScript, for the browser: 0.2 s for Aegis, 2 s for Stratum, half a minute for Ente's strongest, in between
 * which the page goes on. Runs in the browser, too.
 *
 * @param onProgress hears how far a key is, from 0 to 1, and gives it up by throwing.
 */
export const derivingPortably = (onProgress: (done: number) => void): KeyDerivation => ({
  scrypt: (password, salt, cost) =>
    behindTheRest(async () =>
      Uint8Array.from(await scryptAsync(password, salt, { ...cost, dkLen: 32, maxmem: MAX_BYTES, onProgress })),
    ),
  argon2id: (password, salt, { memoryKiB, passes, lanes }) => {
    const cost = { m: memoryKiB, t: passes, p: lanes }
    return behindTheRest(async () =>
      Uint8Array.from(await argon2idAsync(password, salt, { ...cost, dkLen: 32, maxmem: MAX_BYTES, onProgress })),
    )
  },
  maxMemoryMiB: 1024,
})

/** What pauses with `scheduler.yield()` goes on before all else that waits, so that the page would stand still, unless it is of the lowest priority. */
const behindTheRest = <T>(work: () => Promise<T>): Promise<T> =>
  typeof scheduler === 'undefined' ? work() : scheduler.postTask(work, { priority: 'background' })

export const portableKeyDerivation = derivingPortably(() => undefined)

const MAX_BYTES = 2 ** 30 + 2 ** 24

/** More than any app asks for today; each million takes about half a second. */
const MAX_PBKDF2_ITERATIONS = 2_000_000

/** Passes over the memory that Argon2 may make, in MiB: Ente's strongest makes 4 over 1 GiB. */
const MAX_ARGON2_WORK_MIB = 8192

/** Derives a key with scrypt (RFC 7914). @throws Failure import_too_costly, before any work; import_unreadable */
export function scryptKey(using: KeyDerivation, password: string, salt: Bytes, cost: ScryptCost): Promise<Bytes> {
  const { N, r, p } = cost
  const sound = [N, r, p].every(isCount) && N > 1 && Number.isInteger(Math.log2(N))
  if (!sound) throw new Failure('import_unreadable')
  if ((128 * N * r) / 2 ** 20 > using.maxMemoryMiB || N * r * p > 2 ** 20) throw new Failure('import_too_costly')
  return using.scrypt(bytesOf(password), salt, cost)
}

/** Derives a key with Argon2id (RFC 9106). @throws Failure import_too_costly, before any work; import_unreadable */
export function argon2Key(using: KeyDerivation, password: string, salt: Bytes, cost: Argon2Cost): Promise<Bytes> {
  const { memoryKiB, passes, lanes } = cost
  if (![memoryKiB, passes, lanes].every(isCount) || memoryKiB < 8 * lanes || salt.length < 8)
    throw new Failure('import_unreadable')
  const tooCostly =
    memoryKiB / 1024 > using.maxMemoryMiB || (memoryKiB / 1024) * passes > MAX_ARGON2_WORK_MIB || lanes > 16
  if (tooCostly) throw new Failure('import_too_costly')
  return using.argon2id(bytesOf(password), salt, cost)
}

/**
 * Derives a key with PBKDF2 (RFC 8018) by WebCrypto.
 *
 * @throws Failure import_too_costly, before any work; import_unreadable
 */
export async function pbkdf2Key(
  hash: 'SHA-1' | 'SHA-256',
  password: string,
  salt: Bytes,
  iterations: number,
): Promise<Bytes> {
  if (!isCount(iterations)) throw new Failure('import_unreadable')
  if (iterations > MAX_PBKDF2_ITERATIONS) throw new Failure('import_too_costly')
  const material = await crypto.subtle.importKey('raw', bytesOf(password), 'PBKDF2', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, material, 256)
  return new Uint8Array(bits)
}

const isCount = (value: number) => Number.isSafeInteger(value) && value > 0
