import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { Failure } from '../failures'
import { exportTwoFAuth } from './export/two-fauth'
import {
  aegisEncrypted,
  andOtpEncrypted,
  bitwardenEncrypted,
  stratumStrong,
  twoFasEncrypted,
} from './fixtures/encrypted-exports'
import { googleAccount, googleTransfer } from './fixtures/google-transfers'
import { bitmapOf } from './fixtures/images'
import { mutatedBytes, mutatedJson, mutatedText, numbers } from './fixtures/mutations'
import * as plain from './fixtures/plain-exports'
import { samples } from './fixtures/samples'
import { decodeBitmap } from './images/bitmap'
import { readImageHeader } from './images/image-header'
import { rebuildSvg } from './images/svg'
import type { KeyDerivation } from './import/key-derivation'
import { readExport } from './import/read-export'
import { readOtpauth } from './otpauth'

/** Keys at no cost: all are wrong. */
const using: KeyDerivation = {
  scrypt: async () => new Uint8Array(32),
  argon2id: async () => new Uint8Array(32),
  maxMemoryMiB: 128,
}

/** Whatever strangers send is read or refused, but never a bug. */
async function readOrRefused(input: string | Uint8Array) {
  await readExport(input, { password: 'x', using }).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error
  })
}

describe('whatever is changed in', () => {
  const next = numbers(7)
  const documents = [
    plain.aegisPlain(),
    plain.twoFasPlain(),
    plain.bitwardenPlain(),
    plain.freeOtpPlus(),
    plain.andOtpPlain(),
    plain.stratumPlain(),
    JSON.stringify(exportTwoFAuth(Object.values(samples), '1')),
    aegisEncrypted({ slots: 1 }),
    twoFasEncrypted(),
    bitwardenEncrypted('argon2id'),
  ].map(text => JSON.parse(text))

  it('a JSON export, it is read or refused', async () => {
    for (let round = 0; round < 60; round++)
      for (const document of documents)
        await readOrRefused(JSON.stringify(mutatedJson(document, next, [100, 20, 5][round % 3] ?? 5)))
  })

  it('a transfer of Google Authenticator, it is read or refused', async () => {
    const accounts = [googleAccount({ name: 'a:b', issuer: 'a' }), googleAccount({ name: 'x', type: 1, counter: 5 })]
    const [start = '', data = ''] = decodeURIComponent(googleTransfer(accounts)).split(/(?<=data=)/)
    const payload = Buffer.from(data, 'base64')
    for (let round = 0; round < 1000; round++)
      await readOrRefused(start + Buffer.from(mutatedBytes(payload, next)).toString('base64'))
  })

  it('an encrypted file, it is refused', async () => {
    for (const file of [andOtpEncrypted(), stratumStrong()])
      for (let round = 0; round < 8; round++) await readOrRefused(mutatedBytes(file, next))
  })

  it('an otpauth URI, it is read or has a fault', () => {
    const uri = 'otpauth://totp/Ab%20c:d%40e?secret=GEZDGNBVGY3TQOJQ&issuer=Ab+c&digits=6&period=30&algorithm=SHA1'
    for (let round = 0; round < 3000; round++) {
      const read = readOtpauth(mutatedText(uri, next))
      expect('entry' in read || read.faults.length > 0).toBe(true)
    }
  })

  it('the head of an image, it has a size or none', async () => {
    const red = sharp({ create: { width: 50, height: 40, channels: 3, background: '#f00' } })
    const images = await Promise.all(
      (['png', 'jpeg', 'webp', 'gif'] as const).map(as => red.clone().toFormat(as).toBuffer()),
    )
    for (const image of [...images, bitmapOf(new Uint8Array(2000), 50, 8)])
      for (let round = 0; round < 400; round++) {
        const changed = mutatedBytes(image, next, 60)
        const header = readImageHeader(changed)
        if (header) expect(header.width * header.height).toBeGreaterThan(0)
        if (header?.format === 'bmp' && header.width * header.height < 1e6) decodeBitmap(changed)
      }
  })

  it('an SVG, what is rebuilt stays as it is, and runs nothing', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>.a{fill:url(#x)}</style><g id="a"><use href="#a"/><script>x</script><path d="M0" onclick="x"/></g></svg>'
    for (let round = 0; round < 3000; round++) {
      const rebuilt = rebuildSvg(mutatedText(svg, next))
      if (rebuilt === undefined) continue
      expect(rebuildSvg(rebuilt)).toBe(rebuilt)
      expect(rebuilt).not.toMatch(/<script|<[^>]*onclick/i)
    }
  })
})
