import { z } from 'zod'
import { readUri } from '@/lib/core/vault/entries'
import { qrCodeOf } from '@/lib/core/vault/images/qr-encode'
import { endpoint } from '@/lib/dialects/twofauth'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const draw = endpoint(
  {
    summary: 'The QR code by which another application takes the account over',
    scope: 'vault:secrets',
    params: z.object({ id: Id }),
    returns: [200, 400, 422],
    answer: z.object({ qrcode: z.string().meta({ examples: ['data:image/png;base64,…'] }) }),
  },
  async ({ input: { id }, viewer, client }) => ({ qrcode: await qrCodeOf(await readUri(viewer, id, client)) }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/{id}/qrcode', {
  GET: draw,
})
