import { z } from 'zod'
import { register } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/hasura'
import { Email, NewPassword, Username } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const registerAccount = endpoint(
  {
    summary: 'Register an account',
    limit: '30/minute',
    body: z.strictObject({ email: Email, password: NewPassword, username: Username.optional() }),
    returns: [204, 400, 403],
  },
  ({ input, client }) => register(input, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/register', { POST: registerAccount })
