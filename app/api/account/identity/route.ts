import { z } from 'zod'
import { confirmIdentity } from '@/lib/core/step-up'
import { endpoint } from '@/lib/dialects/native'
import { Password } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const confirm = endpoint(
  {
    summary: 'Confirm with the password that it is you; sensitive acts ask for it',
    who: 'user',
    limit: '60/minute',
    body: z.object({ password: Password }),
    returns: [204, 400],
  },
  ({ input: { password }, viewer, client }) => confirmIdentity(viewer, password, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/identity', { POST: confirm })
