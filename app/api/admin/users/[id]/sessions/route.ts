import { z } from 'zod'
import { administrator, endSessionsOf } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const end = endpoint(
  {
    summary: 'Sign a user out on every device',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 403, 404],
  },
  ({ input: { id }, viewer, client }) => endSessionsOf(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/sessions', { DELETE: end })
