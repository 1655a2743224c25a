import { z } from 'zod'
import { proposeAccount, registerNewcomer } from '@/lib/core/intra-newcomers'
import { endpoint } from '@/lib/dialects/native'
import { Email, Username } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const Proposal = z.object({
  login: z.string().nullable(),
  username: z.string().nullable().meta({ description: 'null where it is taken or would not do' }),
  email: z.string().nullable(),
  asks_mailbox: z.boolean().meta({ description: 'whether a mail has to be answered before the account is usable' }),
})

const propose = endpoint(
  {
    summary: 'What somebody who comes from 42 could be called here',
    limit: '60/minute',
    returns: [200, 400],
    answer: Proposal,
  },
  async ({ cookie }) => {
    const { asksMailbox, ...proposal } = await proposeAccount(cookie('intra_newcomer'))
    return { ...proposal, asks_mailbox: asksMailbox }
  },
)

const register = endpoint(
  {
    summary: 'Register an account without a password for somebody who comes from 42',
    limit: '6/minute',
    bucket: 'intra registration',
    body: z.object({ email: Email, username: Username.optional() }),
    returns: [204, 400, 403],
  },
  ({ input, client, cookie }) => registerNewcomer(cookie('intra_newcomer'), input, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/intra/registration', {
  GET: propose,
  POST: register,
})
