import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create } from 'qrcode'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { bitmapOf, pngClaiming } from '../fixtures/images'
import { samples } from '../fixtures/samples'
import { buildOtpauth } from '../otpauth'
import { readQrCodes } from './qr-decode'
import { qrCodeOf } from './qr-encode'

const uri = buildOtpauth(samples.odd)
const qrOf = async (text: string) => Buffer.from((await qrCodeOf(text)).split(',')[1] ?? '', 'base64')
const sheet = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#eee' } })

describe('a QR code', () => {
  it('is a PNG with 8 pixels a module and a quiet zone of 2', async () => {
    const { width, format } = await sharp(await qrOf(uri)).metadata()
    expect(format).toBe('png')
    expect(((width ?? 0) / 8 - 4 - 17) % 4).toBe(0)
  })

  it('is read by ZBar, too', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'qr-'))
    const file = path.join(folder, 'code.png')
    for (const text of [uri, buildOtpauth(samples.steam), 'x'.repeat(2900)]) {
      writeFileSync(file, await qrOf(text))
      expect(execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trim()).toBe(text)
    }
    rmSync(folder, { recursive: true })
  })

  it('holds no more than 2,953 bytes', async () => {
    expect(await readQrCodes(await qrOf('y'.repeat(2953)))).toEqual(['y'.repeat(2953)])
    expect(() => qrCodeOf('ž'.repeat(1477))).toThrow('qr_too_long')
  })
})

describe('reading QR codes', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('works from %s', async format => {
    expect(
      await readQrCodes(
        await sharp(await qrOf(uri))
          .toFormat(format)
          .toBuffer(),
      ),
    ).toEqual([uri])
  })

  it.each([1, 4, 8, 24, 32] as const)('works from a bitmap of %i bits', async bits => {
    const { data, info } = await sharp(await qrOf(uri))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(await readQrCodes(bitmapOf(data, info.width, bits))).toEqual([uri])
  })

  it('works from SVG', async () => {
    const { modules } = create(uri, {})
    const squares = Array.from(modules.data, (dark, at) =>
      dark ? `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z` : '',
    ).join('')
    const box = `-2 -2 ${modules.size + 4} ${modules.size + 4}`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><path d="${squares}"/></svg>`
    expect(await readQrCodes(Buffer.from(svg))).toEqual([uri])
  })

  it('finds several in one image, and says each once', async () => {
    const uris = Object.values(samples).map(buildOtpauth)
    const codes = await Promise.all([...uris, uri].map(qrOf))
    const input = codes.map((code, at) => ({
      input: code,
      left: (at % 3) * 560 + 20,
      top: Math.floor(at / 3) * 600 + 20,
    }))
    const found = await readQrCodes(await sheet(1700, 1200).composite(input).jpeg().toBuffer())
    expect(found.sort()).toEqual(uris.sort())
  })

  it('copes with a turned, a blurred, an inverted and a transparent one', async () => {
    const code = sharp(await qrOf(uri))
    const turned = code.clone().rotate(33, { background: '#fff' })
    const transparent = code.clone().unflatten()
    for (const image of [turned, code.clone().blur(3), code.clone().negate({ alpha: false }), transparent])
      expect(await readQrCodes(await image.png().toBuffer())).toEqual([uri])
  })

  it('finds a small one in a picture of twelve megapixels', async () => {
    const small = await sharp(await qrOf('z'.repeat(300)))
      .resize({ width: 200 })
      .png()
      .toBuffer()
    const picture = await sheet(4000, 3000)
      .composite([{ input: small, left: 2777, top: 1888 }])
      .png()
      .toBuffer()
    expect(await readQrCodes(picture)).toEqual(['z'.repeat(300)])
  })

  it('returns the text as it is, whatever it is', async () => {
    for (const text of ['https://example.com/?a=%20&b=+', 'Žluťoučký 🐎', '0123456789', 'A-Z $%*'])
      expect(await readQrCodes(await qrOf(text))).toEqual([text])
  })
})

describe('reading QR codes refuses', () => {
  it('an image without one', async () => {
    await expect(readQrCodes(await sheet(300, 300).png().toBuffer())).rejects.toThrow('qr_not_found')
    const pixels = randomBytes(800 * 800)
    const noise = await sharp(pixels, { raw: { width: 800, height: 800, channels: 1 } })
      .jpeg()
      .toBuffer()
    await expect(readQrCodes(noise)).rejects.toThrow(/qr_/)
  })

  it('one that is damaged beyond repair', async () => {
    const patch = {
      input: { create: { width: 240, height: 160, channels: 3 as const, background: '#fff' } },
      top: 120,
      left: 120,
    }
    const damaged = await sharp(await qrOf(uri))
      .composite([patch])
      .png()
      .toBuffer()
    await expect(readQrCodes(damaged)).rejects.toThrow('qr_invalid_checksum')
  })

  it.each([
    ['30,000 × 30,000', 30_000, 30_000],
    ['a line of 2^31', 2 ** 31 - 1, 1],
    ['just above 25 megapixels', 5001, 5000],
  ])('a PNG that claims %s', async (_, width, height) => {
    await expect(readQrCodes(pngClaiming(width, height))).rejects.toThrow('image_too_large')
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['a TIFF', Buffer.from('II*\0\b\0\0\0')],
    ['a header alone', pngClaiming(100, 100)],
    ['a bitmap that ends early', bitmapOf(new Uint8Array(100 * 100), 100, 24).subarray(0, 9000)],
    ['HTML', Buffer.from('<html><body>')],
  ])('%s', async (_, bytes) => {
    await expect(readQrCodes(bytes)).rejects.toThrow('image_unsupported')
  })

  it('more than two megabytes', async () => {
    await expect(readQrCodes(new Uint8Array(2 ** 21 + 1))).rejects.toThrow('image_too_large')
  })
})
