import { z } from 'zod'
import { readQrCodes } from '@/lib/core/vault/images/qr-decode'
import { endpoint } from '@/lib/dialects/twofauth'
import { bytesOf, DecodedQr, decodedQr, LARGE_BODY, saidOf } from '@/lib/dialects/twofauth-transfer'
import { route } from '@/lib/http/route'

const decode = endpoint(
  {
    summary: 'Read the QR code of an image; where it holds several, all of them are in `codes`',
    scope: 'vault:write',
    body: z.object({ qrcode: z.file() }),
    bodyLimit: LARGE_BODY,
    form: true,
    returns: [200, 400, 422],
    answer: DecodedQr,
  },
  async ({ input: { qrcode } }) => decodedQr(await saidOf('qrcode', readQrCodes(await bytesOf(qrcode)))),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/qrcode/decode', { POST: decode })
