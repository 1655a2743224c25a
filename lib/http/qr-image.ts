import { toDataURL } from 'qrcode'

/** A QR code as a PNG in a `data:` URL, with the quiet zone that readers want. */
export const pngOfText = (text: string): Promise<string> =>
  toDataURL(text, { type: 'image/png', errorCorrectionLevel: 'M', margin: 4, scale: 8 })
