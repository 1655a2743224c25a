import { z } from 'zod'
import { endOwnSession } from '@/lib/core/sessions'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const end = endpoint(
  {
    summary: 'Sign out one device',
    who: 'user',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 404],
  },
  ({ input: { id }, viewer, client }) => endOwnSession(viewer, id, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/sessions/{id}', { DELETE: end })
