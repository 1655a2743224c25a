import { z } from 'zod'
import { reorderEntries } from '@/lib/core/vault/change-entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { IdList, OrderSaved } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const reorder = endpoint(
  {
    summary: 'Put the accounts into an order',
    scope: 'vault:write',
    body: z.object({ orderedIds: IdList }),
    bodyLimit: 256 * 1024,
    returns: [200, 422],
    answer: OrderSaved,
  },
  async ({ input: { orderedIds }, viewer }) => {
    await reorderEntries(viewer, orderedIds)
    return { message: 'order saved', orderedIds }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/reorder', {
  POST: reorder,
})
