import { z } from 'zod'
import { countEntries } from '@/lib/core/vault/entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { route } from '@/lib/http/route'

const count = endpoint(
  {
    summary: 'How many accounts there are',
    scope: 'vault:read',
    returns: [200],
    answer: z.object({ count: z.int() }),
  },
  async ({ viewer }) => ({ count: await countEntries(viewer) }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/count', { GET: count })
