import { z } from 'zod'
import { requestCode } from '@/lib/core/code-requests'
import { deprecate, endpoint } from '@/lib/dialects/fortytwo'
import { ticketField } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const token = z.object({ token: ticketField('invalid token').optional() })
const policy = {
  summary: 'Mail a code for a challenge, or to the signed-in owner',
  limit: '1/minute',
  returns: [200, 400],
} as const

const mail = endpoint({ ...policy, query: token, body: token }, ({ input, accessToken, client }) =>
  requestCode({ ticket: input.token, accessToken }, client),
)

const mailByGet = endpoint({ ...policy, query: token }, ({ input, accessToken, client, headers }) => {
  deprecate(headers)
  return requestCode({ ticket: input.token, accessToken }, client)
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/2fa/otp/', { GET: mailByGet, POST: mail })
