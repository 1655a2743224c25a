import { z } from 'zod'
import { withdrawEntries } from '@/lib/core/vault/change-entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { few, Ids } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const withdraw = endpoint(
  {
    summary: 'Take accounts out of their groups',
    scope: 'vault:write',
    query: z.object({ ids: Ids }),
    returns: [200, 400, 422],
    answer: z.object({ message: z.literal('accounts withdrawn') }),
  },
  async ({ input: { ids }, viewer }) => {
    await withdrawEntries(viewer, few(ids))
    return { message: 'accounts withdrawn' }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/withdraw', {
  PATCH: withdraw,
})
