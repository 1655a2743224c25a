import { z } from 'zod'
import { assertTokenStands } from '@/lib/core/refresh'
import { endpoint, TextField } from '@/lib/dialects/simplejwt'
import { route } from '@/lib/http/route'

const verify = endpoint(
  {
    summary: 'Ask whether a token is still good',
    limit: '30/minute',
    body: z.object({ token: TextField }),
    returns: [200, 400, 401],
    answer: z.array(z.never()),
  },
  async ({ input: { token } }) => {
    await assertTokenStands(token)
    return []
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/verify/', { POST: verify })
