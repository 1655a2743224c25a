/** Pixels, four bytes each: red, green, blue, opacity. */
export type Pixels = { data: Uint8Array; width: number; height: number }

/**
 * Decodes a BMP image without compression, of 1, 4, 8, 24 or 32 bits, which is what programs write; libvips does not.
 * Runs in the browser, too.
 *
 * @returns undefined for other kinds, and for files that end too early.
 */
export function decodeBitmap(bytes: Uint8Array): Pixels | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return decode(view, bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const [UNCOMPRESSED, BIT_FIELDS] = [0, 3]

function decode(view: DataView, bytes: Uint8Array): Pixels | undefined {
  const headerSize = view.getUint32(14, true)
  const old = headerSize === 12
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true)
  const signedHeight = old ? view.getInt16(20, true) : view.getInt32(22, true)
  const bits = view.getUint16(old ? 24 : 28, true)
  const compression = old ? UNCOMPRESSED : view.getUint32(30, true)
  const known = compression === UNCOMPRESSED || (compression === BIT_FIELDS && bits === 32)
  if (!known || ![1, 4, 8, 24, 32].includes(bits)) return undefined
  const [height, topDown] = [Math.abs(signedHeight), signedHeight < 0]
  const start = view.getUint32(10, true)
  const rowSize = Math.ceil((width * bits) / 32) * 4
  if (start + rowSize * height > bytes.length) return undefined
  const colour = bits > 8 ? direct(bits / 8) : indexed(bytes, bits, 14 + headerSize, old ? 3 : 4)
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const row = start + rowSize * (topDown ? y : height - 1 - y)
    for (let x = 0; x < width; x++) {
      const from = colour(row, x)
      const to = (y * width + x) * 4
      data[to] = bytes[from + 2] ?? 0
      data[to + 1] = bytes[from + 1] ?? 0
      data[to + 2] = bytes[from] ?? 0
      data[to + 3] = 255
    }
  }
  return { data, width, height }
}

/** Where the blue byte of a pixel stands, when pixels hold their colour themselves. */
const direct = (size: number) => (row: number, x: number) => row + x * size

/** Where it stands when pixels are numbers of a palette. */
const indexed = (bytes: Uint8Array, bits: number, palette: number, size: number) => (row: number, x: number) => {
  const byte = bytes[row + ((x * bits) >> 3)] ?? 0
  const shift = 8 - bits - ((x * bits) & 7)
  return palette + ((byte >> shift) & (2 ** bits - 1)) * size
}
