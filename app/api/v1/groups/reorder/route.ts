import { z } from 'zod'
import { reorderGroups } from '@/lib/core/vault/groups'
import { endpoint } from '@/lib/dialects/twofauth'
import { IdList, OrderSaved } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const reorder = endpoint(
  {
    summary: 'Put the groups into an order',
    scope: 'vault:write',
    body: z.object({ orderedIds: IdList }),
    returns: [200, 422],
    answer: OrderSaved,
  },
  async ({ input: { orderedIds }, viewer }) => {
    await reorderGroups(viewer, orderedIds)
    return { message: 'order saved', orderedIds }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/groups/reorder', { POST: reorder })
