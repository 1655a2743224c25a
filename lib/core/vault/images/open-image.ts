import sharp, { type Sharp } from 'sharp'
import { Failure } from '../../failures'
import { decodeBitmap } from './bitmap'
import { readImageHeader } from './image-header'

// Every process serves many people: one core for one image, and nothing kept for the next.
sharp.concurrency(1)
sharp.cache(false)

/** What decoding may take; a few times what it does take. */
const MAX_SECONDS = 2

/**
 * Opens a PNG, JPEG, WebP, GIF or BMP image for further work, upright and without colour profile; of an animation, its
 * first picture. It is decoded only when something is asked of it.
 *
 * @throws Failure image_unsupported, image_too_large (more pixels than `maxPixels`, by its header)
 */
export function openImage(bytes: Uint8Array, maxPixels: number): Sharp {
  const header = readImageHeader(bytes)
  if (!header) throw new Failure('image_unsupported')
  if (header.width * header.height > maxPixels) throw new Failure('image_too_large')
  if (header.format !== 'bmp') return open(bytes, maxPixels)
  const pixels = decodeBitmap(bytes)
  if (!pixels) throw new Failure('image_unsupported')
  const { data, width, height } = pixels
  return sharp(data, { raw: { width, height, channels: 4 } }).timeout({ seconds: MAX_SECONDS })
}

/** Draws an SVG image that was rebuilt, fitted into a square of so many pixels; what it says of its size is not heard. */
export function drawSvg(rebuilt: string, side: number): Sharp {
  const [opening = '', attributes = ''] = /^<svg ([^>]*)>/.exec(rebuilt) ?? []
  const given = (name: string) => Number.parseFloat(new RegExp(` ${name}="([\\d.]+)`).exec(opening)?.[1] ?? '')
  const box = attributes.includes('viewBox=')
    ? ''
    : ` viewBox="0 0 ${given('width') || side} ${given('height') || side}"`
  const others = attributes.replace(/(?<=^| )(?:width|height)="[^"]*"/g, '')
  const drawing = `<svg ${others}${box} width="${side}" height="${side}">${rebuilt.slice(opening.length)}`
  return open(Buffer.from(drawing), side * side)
}

/** @throws Failure image_unsupported for what claims to be an image but cannot be decoded in time */
export const orUnsupported = <T>(work: Promise<T>): Promise<T> =>
  work.catch(() => {
    throw new Failure('image_unsupported')
  })

const open = (bytes: Uint8Array, maxPixels: number) =>
  sharp(bytes, {
    limitInputPixels: maxPixels,
    sequentialRead: true,
    failOn: 'error',
  })
    .timeout({ seconds: MAX_SECONDS })
    .autoOrient()
