import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { bitmapOf, pngClaiming } from '../fixtures/images'
import { harmlessIcon, MAX_ICON_BYTES } from './icon'
import { readImageHeader } from './image-header'

const red = (width = 640, height = 320) =>
  sharp({ create: { width, height, channels: 3, background: '#f00' } }).withExif({
    IFD3: { GPSLatitude: '51/1 0/1 0/1' },
  })

describe('the header of an image', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('says format and size of %s', async format => {
    const header = { format, width: 640, height: 320 }
    expect(readImageHeader(await red().toFormat(format).toBuffer())).toEqual(header)
  })

  it('says it for the other kinds of WebP, JPEG and BMP', async () => {
    const size = { width: 640, height: 320 }
    const image = sharp({ create: { ...size, channels: 4, background: '#f005' } })
    expect(readImageHeader(await image.clone().webp({ lossless: true }).toBuffer())).toMatchObject(size)
    expect(readImageHeader(await image.clone().webp().toBuffer())).toMatchObject(size)
    expect(readImageHeader(await image.clone().jpeg({ progressive: true }).toBuffer())).toMatchObject(size)
    for (const bits of [1, 8, 32] as const)
      expect(readImageHeader(bitmapOf(new Uint8Array(640 * 320), 640, bits))).toEqual({ format: 'bmp', ...size })
  })

  it('says nothing of what ends early, claims nothing, or is something else', async () => {
    const images = await Promise.all(
      (['png', 'jpeg', 'webp', 'gif'] as const).map(format => red().toFormat(format).toBuffer()),
    )
    for (const image of images)
      for (let length = 0; length < 24; length++)
        expect(readImageHeader(image.subarray(0, length))?.width ?? 640).toBe(640)
    expect(readImageHeader(pngClaiming(0, 5))).toBeUndefined()
    expect(readImageHeader(Buffer.from('<svg/>'))).toBeUndefined()
    expect(readImageHeader(Buffer.from([0xff, 0xd8, ...Array.from({ length: 5000 }, () => 0xff)]))).toBeUndefined()
  })
})

describe('an icon', () => {
  it.each([
    ['png', 'png', 'image/png'],
    ['jpeg', 'jpg', 'image/jpeg'],
    ['webp', 'webp', 'image/webp'],
    ['gif', 'png', 'image/png'],
  ] as const)(
    'of %s is written anew, small and without what it says of its origin',
    async (format, extension, mime) => {
      const original = await red().toFormat(format).toBuffer()
      const icon = await harmlessIcon(Buffer.concat([original, Buffer.from('<script>alert(1)</script>')]))
      expect(icon).toMatchObject({ extension, mime })
      const { width, height, exif } = await sharp(icon.bytes).metadata()
      expect([width, height, exif]).toEqual([192, 96, undefined])
      expect(icon.bytes.includes('script')).toBe(false)
    },
  )

  it('of BMP becomes PNG', async () => {
    const icon = await harmlessIcon(bitmapOf(new Uint8Array(50 * 20).fill(255), 50, 4))
    expect(icon.extension).toBe('png')
    const { data, info } = await sharp(icon.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, data[0]]).toEqual([50, 20, 255])
  })

  it('of SVG is rebuilt', async () => {
    const icon = await harmlessIcon(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect/></svg>'),
    )
    expect(icon).toMatchObject({ extension: 'svg', mime: 'image/svg+xml' })
    expect(icon.bytes.toString()).toBe('<svg xmlns="http://www.w3.org/2000/svg"><rect></rect></svg>')
  })

  it('stands upright', async () => {
    const turned = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#f00' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(readImageHeader((await harmlessIcon(turned)).bytes)).toMatchObject({ width: 20, height: 40 })
  })

  it.each([
    ['image_too_large', pngClaiming(30_000, 30_000)],
    ['image_too_large', pngClaiming(2 ** 31 - 1, 1)],
    ['image_too_large', new Uint8Array(MAX_ICON_BYTES + 1)],
    ['image_unsupported', pngClaiming(64, 64)],
    ['image_too_large', Buffer.from('GIF89a<script>alert(1)</script>')],
    ['image_unsupported', Buffer.from('%PDF-1.7')],
    ['image_unsupported', Buffer.from('<html></html>')],
    ['image_unsupported', Buffer.from('\x1f\x8b\x08compressed svgz', 'latin1')],
    ['image_unsupported', Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg"/>', 'utf16le')],
  ])('is refused as %s', async (code, bytes) => {
    await expect(harmlessIcon(bytes)).rejects.toThrow(code)
  })
})
