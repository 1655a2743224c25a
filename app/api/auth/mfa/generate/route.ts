import { beginTotp } from '@/lib/core/factors'
import { endpoint, MfaSecret, mfaSecret } from '@/lib/dialects/hasura'
import { route } from '@/lib/http/route'

const generate = endpoint(
  {
    summary: 'Begin to set up an authenticator app',
    who: 'user',
    limit: '60/minute',
    returns: [200, 400, 401],
    answer: MfaSecret,
  },
  async ({ viewer }) => mfaSecret(await beginTotp(viewer)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/mfa/generate', { POST: generate })
