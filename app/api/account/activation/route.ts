import { z } from 'zod'
import { resendActivation } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/native'
import { Email } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const resend = endpoint(
  {
    summary: 'Send the activation mail again',
    limit: '6/minute',
    body: z.object({ email: Email }),
    returns: [204, 400],
  },
  ({ input: { email }, client }) => resendActivation(email, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/activation', { POST: resend })
