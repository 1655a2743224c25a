import { z } from 'zod'
import { raiseAlarm } from '@/lib/core/alarm'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const raise = endpoint(
  {
    summary: 'Something in the activity was not me: end all other sessions, revoke all tokens, trust no browser',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.object({ sessions_ended: z.int(), tokens_revoked: z.int() }),
  },
  async ({ viewer, client }) => {
    const { sessions, tokens } = await raiseAlarm(viewer, client)
    return { sessions_ended: sessions, tokens_revoked: tokens }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/alarm', { POST: raise })
