import { z } from 'zod'
import { continueSession } from '@/lib/core/refresh'
import { Access, endpoint, TextField } from '@/lib/dialects/simplejwt'
import { route } from '@/lib/http/route'

const refresh = endpoint(
  {
    summary: 'Get a new access token',
    limit: '30/minute',
    body: z.object({ refresh: TextField }),
    returns: [200, 400, 401],
    answer: Access,
  },
  async ({ input, client }) => {
    const session = await continueSession(input.refresh, { transport: 'body', rotate: false, client })
    return { access: session.accessToken }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/refresh/', { POST: refresh })
