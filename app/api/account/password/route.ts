import { z } from 'zod'
import { changePassword, setFirstPassword } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/native'
import { NewPassword, Password } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const change = endpoint(
  {
    summary: 'Change the password',
    who: 'user',
    limit: '60/minute',
    body: z.object({
      current_password: Password,
      new_password: NewPassword,
      end_other_sessions: z.boolean().default(true),
    }),
    returns: [204, 400],
  },
  ({ input, viewer, client }) =>
    changePassword(
      viewer,
      { current: input.current_password, password: input.new_password, endOthers: input.end_other_sessions },
      client,
    ),
)

const setFirst = endpoint(
  {
    summary: 'Set a password for an account that has none',
    who: 'user',
    limit: '60/minute',
    body: z.object({ new_password: NewPassword }),
    returns: [204, 400],
  },
  ({ input, viewer, client }) => setFirstPassword(viewer, input.new_password, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/password', {
  PUT: change,
  POST: setFirst,
})
