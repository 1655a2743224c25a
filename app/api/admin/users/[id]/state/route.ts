import { z } from 'zod'
import { administrator, disableUser, enableUser } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const setState = endpoint(
  {
    summary: 'Disable an account, which ends its sessions, or enable it again',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    body: z.object({ state: z.enum(['active', 'disabled']) }),
    returns: [204, 400, 403, 404],
  },
  ({ input: { id, state }, viewer, client }) =>
    (state === 'disabled' ? disableUser : enableUser)(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/state', { PUT: setState })
