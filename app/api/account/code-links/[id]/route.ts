import { z } from 'zod'
import { revokeCodeLink } from '@/lib/core/code-links'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  {
    summary: 'End a link to codes at once',
    who: 'user',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 404],
  },
  ({ input: { id }, viewer }) => revokeCodeLink(viewer.userId, id),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/code-links/{id}', {
  DELETE: revoke,
})
