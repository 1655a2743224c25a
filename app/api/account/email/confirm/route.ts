import { z } from 'zod'
import { confirmEmailChange } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/native'
import { TicketId } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const confirm = endpoint(
  {
    summary: 'Confirm a new e-mail address with the ticket from the mail',
    limit: '30/minute',
    body: z.object({ ticket: TicketId }),
    returns: [204, 400, 401],
  },
  ({ input: { ticket }, client }) => confirmEmailChange(ticket, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/email/confirm', { POST: confirm })
