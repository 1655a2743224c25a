import { z } from 'zod'
import { beginTotp } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/hasura'
import { pngOfText } from '@/lib/http/qr-image'
import { route } from '@/lib/http/route'

const generate = endpoint(
  {
    summary: 'Begin to set up an authenticator app',
    who: 'user',
    limit: '60/minute',
    returns: [200, 400, 401],
    answer: z.object({ image_url: z.string(), otp_secret: z.string() }),
  },
  async ({ viewer }) => {
    const { uri, secret } = await beginTotp(viewer)
    return { image_url: await pngOfText(uri), otp_secret: secret }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/mfa/generate', { POST: generate })
