import { z } from 'zod'
import { assignToGroup } from '@/lib/core/vault/groups'
import { endpoint } from '@/lib/dialects/twofauth'
import { Group, group, Id, IdList } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const assign = endpoint(
  {
    summary: 'Put accounts into a group, out of the one that they were in',
    scope: 'vault:write',
    params: z.object({ id: Id }),
    body: z.object({ ids: IdList }),
    bodyLimit: 256 * 1024,
    returns: [200, 422],
    answer: Group,
  },
  async ({ input: { id, ids }, viewer }) => group(await assignToGroup(viewer, id, ids)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/groups/{id}/assign', { POST: assign })
