import { z } from 'zod'
import { resetPassword } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/fortytwo'
import { NewPassword, TicketId } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const setPassword = endpoint(
  {
    summary: 'Set a new password with the token from the mail',
    limit: '6/minute',
    query: z.object({ token: TicketId }),
    body: z.object({ password: NewPassword }),
    returns: [200, 400],
  },
  ({ input: { token, password }, client }) => resetPassword({ ticket: token, password }, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/password', { POST: setPassword })
