import { z } from 'zod'
import { administrator, resetSecondFactor } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const reset = endpoint(
  {
    summary: 'Turn off the second factor of a user who has lost it',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 403, 404],
  },
  ({ input: { id }, viewer, client }) => resetSecondFactor(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/second-factor', {
  DELETE: reset,
})
