import { z } from 'zod'
import { administrator, resetPassword } from '@/lib/core/administration'
import { readVaultUser, userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { ManagedUserInfo, managedUserInfo } from '@/lib/dialects/twofauth-users'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const reset = endpoint(
  {
    summary: 'Make a password useless, end the sessions, and mail a link to choose a new one',
    scope: 'admin',
    params: z.object({ id: Id }),
    returns: [200, 404],
    answer: ManagedUserInfo,
  },
  async ({ input: { id }, viewer, client }) => {
    await resetPassword(await userIdOf(id), administrator(viewer, client))
    return managedUserInfo(await readVaultUser(id))
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}/password/reset', {
  PATCH: reset,
})
