import { type BinaryLike, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { hashRaw } from '@node-rs/argon2'
import { takingTurns } from '../../passwords'
import type { KeyDerivation } from './key-derivation'

const scryptAsync = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt)

/**
 * For the server: off the main thread, in turns with the hashing of passwords, and with less memory than a browser may take, since everybody shares it. Ente's
 * strongest exports (1 GiB) are left to the browser.
 */
export const nativeKeyDerivation: KeyDerivation = {
  scrypt: (password, salt, cost) =>
    takingTurns(async () => Uint8Array.from(await scryptAsync(password, salt, 32, { ...cost, maxmem: 256 * 2 ** 20 }))),
  argon2id: (password, salt, { memoryKiB, passes, lanes }) =>
    takingTurns(async () =>
      Uint8Array.from(
        // Argon2id is the library's default algorithm.
        await hashRaw(password, { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, outputLen: 32 }),
      ),
    ),
  maxMemoryMiB: 128,
}
