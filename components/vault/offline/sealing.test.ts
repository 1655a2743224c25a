import { describe, expect, test } from 'vitest'
import { createLock, type Lock, openLock, seal, unseal } from './sealing'

const PASSPHRASE = 'four plain words here'
const SECRET = 'JBSWY3DPEHPK3PXP'

/** Cheap, so that many locks can be tried here. */
const CHEAP = { N: 2 ** 10, r: 8, p: 1 }

const bytesIn = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part))

const opened = async (lock: Lock, passphrase = PASSPHRASE) => {
  const key = await openLock(lock, passphrase)
  if (!key) throw new Error('still locked')
  return key
}

const lock = await createLock('ada', PASSPHRASE, CHEAP)
const sealed = await seal(lock, 'copy', { secret: SECRET })

describe('the copy of a vault on a device', () => {
  test('opens with its passphrase, however its accents are composed, and with no other', async () => {
    expect(await unseal(await opened(lock), lock, 'copy', sealed)).toEqual({ secret: SECRET })
    const accented = await createLock('ada', 'été à Köln\u0301'.normalize('NFC'), CHEAP)
    expect(await openLock(accented, 'été à Köln\u0301'.normalize('NFD'))).toBeDefined()
    for (const wrong of ['', 'four plain words her', `${PASSPHRASE} `, PASSPHRASE.toUpperCase()])
      expect(await openLock(lock, wrong)).toBeUndefined()
  })

  test('is sealed without the passphrase, to the public key alone', async () => {
    const { privateKey: _, ...known } = lock
    const later = await seal(known as Lock, 'copy', { secret: 'NEWER' })
    expect(await unseal(await opened(lock), lock, 'copy', later)).toEqual({ secret: 'NEWER' })
  })

  test('holds nothing in clear, and its private key leaves it for no script', async () => {
    const text = bytesIn({ lock, sealed })
    for (const word of [SECRET, PASSPHRASE, 'secret']) expect(text).not.toContain(word)
    const key = await opened(lock)
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow()
  })

  test('is bound to its account and its purpose, and every bit of it counts', async () => {
    const key = await opened(lock)
    await expect(unseal(key, { ...lock, account: 'eve' }, 'copy', sealed)).rejects.toThrow()
    await expect(unseal(key, lock, 'changes', sealed)).rejects.toThrow()
    expect(await openLock({ ...lock, account: 'eve' }, PASSPHRASE)).toBeUndefined()
    for (const part of ['nonce', 'bytes'] as const) {
      const touched = { ...sealed, [part]: sealed[part].map((byte, index) => (index === 3 ? byte ^ 1 : byte)) }
      await expect(unseal(key, lock, 'copy', touched), part).rejects.toThrow()
    }
  })

  test('costs whoever guesses 128 MiB a guess', async () => {
    const { cost, salt } = await createLock('ada', PASSPHRASE)
    expect(cost).toEqual({ N: 2 ** 17, r: 8, p: 1 })
    expect(salt).toHaveLength(16)
    expect(salt).not.toEqual(lock.salt)
  })

  test('never seals twice alike', async () => {
    const again = await seal(lock, 'copy', { secret: SECRET })
    for (const part of ['sender', 'nonce', 'bytes'] as const) expect(again[part]).not.toEqual(sealed[part])
  })
})
