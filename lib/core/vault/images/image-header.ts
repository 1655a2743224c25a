export type RasterFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp'

/** What an image is by its first bytes, and how large it claims to be, in pixels. */
export type ImageHeader = { format: RasterFormat; width: number; height: number }

/**
 * Reads the header of a PNG, JPEG, WebP, GIF or BMP image; nothing is decoded, so a bomb costs nothing. The name and the
 * declared type of a file play no part (ASVS 5.2.2). Runs in the browser, too.
 *
 * @returns undefined for anything else, or a header that says nothing.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length))
  try {
    const header = png(view, text) ?? gif(view, text) ?? bmp(view, text) ?? webp(view, text) ?? jpeg(view)
    return header && header.width > 0 && header.height > 0 ? header : undefined
  } catch (error) {
    // The end of the bytes came before that of the header.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

type TextAt = (at: number, length: number) => string

function png(view: DataView, text: TextAt): ImageHeader | undefined {
  if (text(0, 8) !== '\x89PNG\r\n\x1a\n' || text(12, 4) !== 'IHDR') return undefined
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(view: DataView, text: TextAt): ImageHeader | undefined {
  if (!/^GIF8[79]a$/.test(text(0, 6))) return undefined
  return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Heights may be negative: then the rows go from top to bottom. */
function bmp(view: DataView, text: TextAt): ImageHeader | undefined {
  if (text(0, 2) !== 'BM') return undefined
  if (view.getUint32(14, true) === 12)
    return { format: 'bmp', width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { format: 'bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

function webp(view: DataView, text: TextAt): ImageHeader | undefined {
  if (text(0, 4) !== 'RIFF' || text(8, 4) !== 'WEBP') return undefined
  const kind = text(12, 4)
  if (kind === 'VP8 ' && text(23, 3) === '\x9d\x01\x2a')
    return { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind === 'VP8L' && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true)
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8X') return undefined
  const [width, height] = [24, 27].map(at => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1)
  return { format: 'webp', width: width ?? 0, height: height ?? 0 }
}

/** Segments follow each other until the start of the frame, which has the size. */
function jpeg(view: DataView): ImageHeader | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at++
    else if (isFrameStart(marker))
      return { format: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    else if (marker === 0xd9 || marker === 0xda) return undefined
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
}

const isFrameStart = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
