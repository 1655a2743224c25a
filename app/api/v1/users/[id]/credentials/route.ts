import { z } from 'zod'
import { userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  {
    summary: 'Revoke the WebAuthn credentials of a user; nobody has any here',
    scope: 'admin',
    params: z.object({ id: Id }),
    returns: [204, 404],
  },
  async ({ input: { id } }) => void (await userIdOf(id)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}/credentials', {
  DELETE: revoke,
})
