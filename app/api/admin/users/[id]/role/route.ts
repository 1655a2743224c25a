import { z } from 'zod'
import { administrator, changeRole } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const setRole = endpoint(
  {
    summary: 'Make an administrator of a user, or a user of an administrator',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    body: z.object({ role: z.enum(['user', 'admin']) }),
    returns: [204, 400, 403, 404],
  },
  ({ input: { id, role }, viewer, client }) => changeRole(id, role, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/role', { PUT: setRole })
