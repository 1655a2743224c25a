import { z } from 'zod'
import { continueTotp } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const go = endpoint(
  {
    summary: 'Set up an authenticator app: the secret that is pending, or a new one',
    who: 'user',
    limit: '60/minute',
    returns: [200, 400],
    answer: z.object({ secret: z.string().meta({ description: 'base32' }), uri: z.string() }),
  },
  ({ viewer }) => continueTotp(viewer),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/two-factor/authenticator', {
  POST: go,
})
