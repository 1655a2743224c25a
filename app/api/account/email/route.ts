import { z } from 'zod'
import { requestEmailChange } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/native'
import { Email, Password } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const change = endpoint(
  {
    summary: 'Ask for another e-mail address; it counts once it is confirmed',
    who: 'user',
    limit: '60/minute',
    body: z.object({ email: Email, password: Password }),
    returns: [204, 400],
  },
  ({ input, viewer, client }) => requestEmailChange(viewer, input, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/email', { PUT: change })
