import { call } from '@/components/api'

/** Larger pictures are made smaller first; a code that needs more than this is too small to be read anyway. */
const MAX_SIDE = 2400

type Detector = { detect(image: ImageData): Promise<{ rawValue: string }[]> }
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

/**
 * Reads every QR code of a picture, here in the browser; where that finds nothing or the format is unknown here, the
 * API tries as well.
 *
 * @throws Refused `qr_not_found` and the like
 */
export async function readPicture(picture: Blob): Promise<string[]> {
  const here = await readHere(picture).catch(() => [])
  if (here.length) return here
  const form = new FormData()
  form.set('qrcode', picture, 'name' in picture ? String(picture.name) : 'picture.png')
  const { data, codes = [data] } = await call<{ data: string; codes?: string[] }>('POST', '/api/v1/qrcode/decode', {
    form,
  })
  return codes
}

async function readHere(picture: Blob): Promise<string[]> {
  const bitmap = await createImageBitmap(picture)
  try {
    return await readPixels(pixelsOf(bitmap, bitmap.width, bitmap.height))
  } finally {
    bitmap.close()
  }
}

/** Reads what a camera shows at this moment; nothing where there is no picture yet. */
export async function readFrame(video: HTMLVideoElement): Promise<string[]> {
  const { videoWidth, videoHeight } = video
  return videoWidth ? readPixels(pixelsOf(video, videoWidth, videoHeight)) : []
}

function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const factor = Math.min(1, MAX_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * factor)
  canvas.height = Math.round(height * factor)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

async function readPixels(pixels: ImageData): Promise<string[]> {
  const detector = await ownDetector()
  const own = await detector?.detect(pixels).catch(() => [])
  if (own?.length) return distinct(own.map(({ rawValue }) => rawValue))
  const readBarcodes = await zxingReader()
  const codes = await readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 16 })
  return distinct(codes.filter(({ isValid }) => isValid).map(({ text }) => text))
}

const distinct = (texts: string[]) => [...new Set(texts.filter(Boolean))]

/** The work once, and its outcome from then on. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let outcome: Promise<T> | undefined
  return () => {
    outcome ??= work()
    return outcome
  }
}

const ownDetector = once(findDetector)
const zxingReader = once(loadZxing)

async function findDetector(): Promise<Detector | undefined> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats: string[] | undefined = await Own?.getSupportedFormats().catch(() => [])
  return Own && formats?.includes('qr_code') ? new Own({ formats: ['qr_code'] }) : undefined
}

/** The decoder for browsers that have none, from our own origin; it is fetched when it is first needed. */
async function loadZxing() {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  const file = new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url).href
  prepareZXingModule({ overrides: { locateFile: () => file } })
  return readBarcodes
}
