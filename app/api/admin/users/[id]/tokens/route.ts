import { z } from 'zod'
import { administrator, revokeTokensOf } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  {
    summary: 'Revoke all personal access tokens of a user',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 403, 404],
  },
  ({ input: { id }, viewer, client }) => revokeTokensOf(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/tokens', {
  DELETE: revoke,
})
