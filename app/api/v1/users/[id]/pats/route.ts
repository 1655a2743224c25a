import { z } from 'zod'
import { administrator, revokeTokensOf } from '@/lib/core/administration'
import { userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  {
    summary: 'Revoke all personal access tokens of a user',
    scope: 'admin',
    params: z.object({ id: Id }),
    returns: [204, 404],
  },
  async ({ input: { id }, viewer, client }) => revokeTokensOf(await userIdOf(id), administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}/pats', { DELETE: revoke })
