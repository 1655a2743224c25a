import { Failure } from '../../failures'
import { textOf } from '../bytes'
import { readImageHeader } from './image-header'
import { openImage, orUnsupported } from './open-image'
import { rebuildSvg } from './svg'

/** Icons are small; larger ones are a mistake or a trick. */
export const MAX_ICON_BYTES = 2 ** 20
const MAX_ICON_PIXELS = 16_000_000

/** Longer side of a kept icon, in pixels: sharp at 64 CSS pixels on every screen. */
const ICON_SIDE = 192

/** An icon as it is kept and served: no byte of it came from outside as it stands. */
export type HarmlessIcon = { bytes: Buffer; mime: string; extension: 'png' | 'jpg' | 'webp' | 'svg' }

/**
 * Makes an icon out of an upload, an import or a download: raster images are decoded and written anew in a small size,
 * which leaves metadata and whatever hides behind the image behind (ASVS 5.2.2, 14.2.8); SVG is rebuilt.
 *
 * @throws Failure image_unsupported, image_too_large
 */
export async function harmlessIcon(bytes: Uint8Array): Promise<HarmlessIcon> {
  if (bytes.length > MAX_ICON_BYTES) throw new Failure('image_too_large')
  const header = readImageHeader(bytes)
  return header ? rasterIcon(bytes, header.format) : svgIcon(bytes)
}

async function rasterIcon(bytes: Uint8Array, format: string): Promise<HarmlessIcon> {
  const small = openImage(bytes, MAX_ICON_PIXELS).resize(ICON_SIDE, ICON_SIDE, {
    fit: 'inside',
    withoutEnlargement: true,
  })
  if (format === 'jpeg')
    return { bytes: await orUnsupported(small.jpeg().toBuffer()), mime: 'image/jpeg', extension: 'jpg' }
  if (format === 'webp')
    return { bytes: await orUnsupported(small.webp().toBuffer()), mime: 'image/webp', extension: 'webp' }
  return { bytes: await orUnsupported(small.png().toBuffer()), mime: 'image/png', extension: 'png' }
}

function svgIcon(bytes: Uint8Array): HarmlessIcon {
  const rebuilt = rebuildSvg(textOf(bytes) ?? '')
  if (rebuilt === undefined) throw new Failure('image_unsupported')
  return { bytes: Buffer.from(rebuilt), mime: 'image/svg+xml', extension: 'svg' }
}
