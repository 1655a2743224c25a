import { z } from 'zod'
import { activate } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/hasura'
import { TicketId } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const activateAccount = endpoint(
  {
    summary: 'Activate an account with the ticket from the mail',
    limit: '30/minute',
    body: z.strictObject({ ticket: TicketId }),
    returns: [204, 400, 401],
  },
  ({ input: { ticket }, client }) => activate(ticket, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/account/activate', {
  POST: activateAccount,
})
