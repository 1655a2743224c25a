import { z } from 'zod'
import { disableFactor } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/hasura'
import { Code } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const disable = endpoint(
  {
    summary: 'Turn the second factor off',
    who: 'user',
    limit: '60/minute',
    body: z.strictObject({ code: Code }),
    returns: [204, 400, 401],
  },
  ({ input: { code }, viewer, client }) => disableFactor(viewer, code, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/mfa/disable', { POST: disable })
