import { z } from 'zod'
import { noteCodeUse } from '@/lib/core/vault/codes'
import { endpoint } from '@/lib/dialects/twofauth'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const use = endpoint(
  {
    summary: 'Note that a code was used which the page has shown',
    scope: 'otp:generate',
    params: z.object({ id: Id }),
    returns: [204],
  },
  ({ input: { id }, viewer }) => noteCodeUse(viewer, id),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/{id}/use', { POST: use })
