import { z } from 'zod'
import { requestReset, resetPassword } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/hasura'
import { Code, Email, NewPassword, TicketId } from '@/lib/http/fields'
import { byBody, route } from '@/lib/http/route'

const askForMail = endpoint(
  {
    summary: 'Ask for a mail that leads to a new password',
    limit: '30/minute',
    body: z.strictObject({ email: Email }),
    returns: [204, 400],
  },
  ({ input: { email }, client }) => requestReset(email, client),
)

const setPassword = endpoint(
  {
    summary: 'Set a new password with the ticket from the mail',
    limit: '30/minute',
    body: z.strictObject({ ticket: TicketId, new_password: NewPassword, code: Code.optional() }),
    returns: [204, 400, 401],
  },
  ({ input: { ticket, new_password, code }, client }) =>
    resetPassword({ ticket, password: new_password, code }, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/account/forgot', {
  POST: byBody([{ key: 'email', endpoint: askForMail }], { slash: setPassword, plain: setPassword }),
})
