import { z } from 'zod'
import { describedEntry } from '@/lib/core/vault/described-entry'
import { endpoint } from '@/lib/dialects/twofauth'
import { Preview, preview, uri } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const look = endpoint(
  {
    summary: 'What an otpauth URI says; nothing is kept',
    scope: 'vault:write',
    body: z.object({ ...uri, uri: z.string().min(1) }),
    returns: [200, 422],
    answer: Preview,
  },
  ({ input: { uri, custom_otp } }) => preview(describedEntry({ uri, customOtp: custom_otp })),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/preview', { POST: look })
