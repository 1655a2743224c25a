import { writeFile } from 'node:fs/promises'
import QRCode from 'qrcode'
import sharp from 'sharp'

/** A picture with these texts as QR codes, side by side. */
export async function pictureOf(...texts: string[]): Promise<Buffer> {
  const codes = await Promise.all(texts.map(text => QRCode.toBuffer(text, { width: 300, margin: 4 })))
  const canvas = { width: 320 * codes.length, height: 320, channels: 3 as const, background: '#fff' }
  return sharp({ create: canvas })
    .composite(codes.map((input, index) => ({ input, left: 320 * index + 10, top: 10 })))
    .png()
    .toBuffer()
}

/** A picture in which there is nothing to read. */
export const emptyPicture = () =>
  sharp({ create: { width: 300, height: 300, channels: 3, background: '#7a7' } })
    .png()
    .toBuffer()

/** Writes a second of video (YUV4MPEG2) in which a QR code is held still: what a camera of Chromium's shows. */
export async function writeVideoOf(text: string, file: string) {
  const [width, height] = [640, 480]
  const code = await QRCode.toBuffer(text, { width: 400, margin: 4 })
  const picture = sharp({ create: { width, height, channels: 3, background: '#fff' } }).composite([{ input: code }])
  const luminance = await sharp(await picture.png().toBuffer())
    .greyscale()
    .raw()
    .toBuffer()
  const colour = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luminance, colour])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(file, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]))
}
