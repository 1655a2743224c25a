import { z } from 'zod'
import { regenerateRecoveryCodes } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const regenerate = endpoint(
  {
    summary: 'Make new recovery codes, shown once; the old ones die',
    who: 'user',
    limit: '60/minute',
    returns: [200, 400],
    answer: z.object({ codes: z.array(z.string()).length(10) }),
  },
  async ({ viewer, client }) => ({ codes: await regenerateRecoveryCodes(viewer, client) }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/recovery-codes', {
  POST: regenerate,
})
