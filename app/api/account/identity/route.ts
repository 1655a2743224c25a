import { z } from 'zod'
import { confirmIdentity } from '@/lib/core/step-up'
import { endpoint } from '@/lib/dialects/native'
import { Code, Password } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const confirm = endpoint(
  {
    summary: 'Confirm that it is you, by the second factor or, without one, the password; sensitive acts ask for it',
    who: 'user',
    limit: '60/minute',
    body: z.object({ password: Password.optional(), code: Code.optional() }),
    returns: [204, 400],
  },
  ({ input, viewer, client }) => confirmIdentity(viewer, input, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/identity', { POST: confirm })
