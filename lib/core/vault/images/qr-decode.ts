import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader'
import { Failure } from '../../failures'
import { textOf } from '../bytes'
import { readImageHeader } from './image-header'
import { drawSvg, openImage, orUnsupported } from './open-image'
import { rebuildSvg } from './svg'

/** A photograph of today's phones; a screen has a third of it. */
export const MAX_QR_IMAGE_BYTES = 2 * 2 ** 20
const MAX_QR_PIXELS = 25_000_000

/** libwebp takes eight bytes a pixel, others a row at a time. */
const MAX_WEBP_PIXELS = 12_000_000

/** One image takes up to 150 MB for a moment, so they are read one after another, and a long queue helps nobody. */
const LONGEST_QUEUE = 8

/** Decoding holds up everybody else, so it is done in portions of a tenth of a second at most, and no more than so many. */
const OVERVIEW_PIXELS = 2_000_000
const TILE_SIDE = 1400
const TILE_STEP = 1000
const MAX_TILES = 12

const OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  returnErrors: true,
  maxNumberOfSymbols: 64,
  textMode: 'Plain',
}

/**
 * Reads every QR code of an image: PNG, JPEG, WebP, GIF, BMP or SVG. A large image is looked at as a whole, made smaller;
 * when nothing is read there, piece by piece in its own size, from the middle outwards.
 *
 * @returns what the codes say, each once; at least one.
 * @throws Failure image_unsupported, image_too_large, qr_not_found, qr_unreadable, qr_invalid_checksum, unavailable
 */
export async function readQrCodes(bytes: Uint8Array): Promise<string[]> {
  if (bytes.length > MAX_QR_IMAGE_BYTES) throw new Failure('image_too_large')
  if (waiting >= LONGEST_QUEUE) throw new Failure('unavailable', { retryAfter: 2 })
  waiting++
  const reading = latest.then(() => read(bytes)).finally(() => waiting--)
  latest = reading.then(nothing, nothing)
  return reading
}

let waiting = 0
let latest: Promise<unknown> = Promise.resolve()
const nothing = () => undefined

async function read(bytes: Uint8Array): Promise<string[]> {
  prepareOnce()
  const image = open(bytes).flatten({ background: 'white' }).greyscale()
  const seen: ReadResult[] = []
  for await (const view of viewsOf(image)) {
    seen.push(...(await readBarcodes(view, OPTIONS)))
    const texts = seen.flatMap(code => (code.isValid && code.text !== '' ? [code.text] : []))
    if (texts.length > 0) return [...new Set(texts)]
  }
  const errors = seen.map(({ error }) => error).filter(Boolean)
  if (errors.length === 0) throw new Failure('qr_not_found')
  throw new Failure(errors.every(error => error.startsWith('Checksum')) ? 'qr_invalid_checksum' : 'qr_unreadable')
}

function open(bytes: Uint8Array): Sharp {
  const header = readImageHeader(bytes)
  if (header) return openImage(bytes, header.format === 'webp' ? MAX_WEBP_PIXELS : MAX_QR_PIXELS)
  const rebuilt = rebuildSvg(textOf(bytes) ?? '')
  if (rebuilt === undefined) throw new Failure('image_unsupported')
  return drawSvg(rebuilt, 1000)
}

/** First the whole, then, if it had to be made smaller, its pieces, which overlap by more than a code of usual size. */
async function* viewsOf(image: Sharp): AsyncGenerator<ImageData> {
  const whole = await greyOf(image)
  const shrinking = Math.min(1, Math.sqrt(OVERVIEW_PIXELS / (whole.width * whole.height)))
  const overview = shrinking < 1 ? await smaller(whole, shrinking) : whole
  const canvas = new Uint32Array(Math.max(overview.width * overview.height, TILE_SIDE ** 2))
  yield viewOf(overview, 0, 0, overview.width, overview.height, canvas)
  if (shrinking === 1) return
  const tiles = tilesOf(whole).filter(({ left, top }) => hasContrast(whole, left, top))
  for (const { left, top } of tiles.slice(0, MAX_TILES)) {
    await new Promise(setImmediate)
    yield viewOf(whole, left, top, TILE_SIDE, TILE_SIDE, canvas)
  }
}

/** Where the pieces of an image begin, those around its middle first. */
function tilesOf({ width, height }: Grey): { left: number; top: number }[] {
  const tiles = startsOf(height).flatMap(top => startsOf(width).map(left => ({ left, top })))
  const distance = ({ left, top }: { left: number; top: number }) =>
    Math.hypot(left + TILE_SIDE / 2 - width / 2, top + TILE_SIDE / 2 - height / 2)
  return tiles.sort((one, other) => distance(one) - distance(other))
}

const startsOf = (length: number) =>
  Array.from({ length: Math.max(1, Math.ceil((length - TILE_SIDE) / TILE_STEP) + 1) }, (_, at) => at * TILE_STEP)

/** Whether a piece has both light and dark in it; most of a screenshot has not, and costs nothing then. */
function hasContrast({ data, width, height }: Grey, left: number, top: number): boolean {
  let [darkest, lightest] = [255, 0]
  for (let y = top; y < Math.min(top + TILE_SIDE, height); y += 3)
    for (let x = left; x < Math.min(left + TILE_SIDE, width); x += 3) {
      const value = data[y * width + x] ?? 0
      if (value < darkest) darkest = value
      if (value > lightest) lightest = value
      if (lightest - darkest > 48) return true
    }
  return false
}

type Grey = { data: Uint8Array; width: number; height: number }

async function greyOf(image: Sharp): Promise<Grey> {
  const { data, info } = await orUnsupported(image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true }))
  return { data, width: info.width, height: info.height }
}

const smaller = ({ data, width, height }: Grey, factor: number): Promise<Grey> =>
  greyOf(sharp(data, { raw: { width, height, channels: 1 } }).resize({ width: Math.ceil(width * factor) }))

/** A part of a grey image in colour, which is what the decoder takes; one canvas serves for all parts. */
function viewOf(grey: Grey, left: number, top: number, maxWidth: number, maxHeight: number, canvas: Uint32Array) {
  const width = Math.min(maxWidth, grey.width - left)
  const height = Math.min(maxHeight, grey.height - top)
  for (let y = 0; y < height; y++) {
    const row = (top + y) * grey.width + left
    for (let x = 0; x < width; x++) canvas[y * width + x] = 0xff000000 | ((grey.data[row + x] ?? 0) * 0x010101)
  }
  return { data: new Uint8ClampedArray(canvas.buffer, 0, width * height * 4), width, height } as unknown as ImageData
}

let prepared = false

/** Hands the decoder its WebAssembly from the package; it would fetch it from a CDN otherwise. */
function prepareOnce(): void {
  if (prepared) return
  const file = readFileSync(path.join(process.cwd(), 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'))
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(file).buffer } })
  prepared = true
}
