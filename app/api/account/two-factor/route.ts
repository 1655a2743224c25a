import { z } from 'zod'
import { disableFactor } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/native'
import { Code } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const disable = endpoint(
  {
    summary: 'Turn the second factor off, by a code of it or a recovery code',
    who: 'user',
    limit: '60/minute',
    body: z.object({ code: Code }),
    returns: [204, 400],
  },
  ({ input: { code }, viewer, client }) => disableFactor(viewer, code, client, { recovery: true }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/two-factor', { DELETE: disable })
