import { z } from 'zod'
import { requestReset } from '@/lib/core/credentials'
import { endpoint } from '@/lib/dialects/fortytwo'
import { Identifier } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const recover = endpoint(
  {
    summary: 'Ask for a mail that leads to a new password',
    limit: '6/minute',
    body: z.object({ username: Identifier }),
    returns: [200, 400],
  },
  ({ input: { username }, client }) => requestReset(username, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/recovery', { POST: recover })
