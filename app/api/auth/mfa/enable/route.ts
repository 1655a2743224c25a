import { z } from 'zod'
import { confirmFactor } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/hasura'
import { Code } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const enable = endpoint(
  {
    summary: 'Turn the pending factor on with a first code',
    who: 'user',
    limit: '60/minute',
    body: z.strictObject({ code: Code }),
    returns: [204, 400, 401],
  },
  async ({ input: { code }, viewer, client }) => void (await confirmFactor(viewer, { code, withCodes: false }, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/mfa/enable', { POST: enable })
