import { z } from 'zod'
import { revokePersonalToken } from '@/lib/core/personal-tokens'
import { endpoint } from '@/lib/dialects/twofauth'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  {
    summary: 'Revoke a personal access token for good',
    who: 'user',
    params: z.object({ id: z.guid() }),
    returns: [204, 404],
  },
  ({ input: { id }, viewer, client }) => revokePersonalToken(viewer, id, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth/personal-access-tokens/{id}', {
  DELETE: revoke,
})
