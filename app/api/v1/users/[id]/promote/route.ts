import { z } from 'zod'
import { administrator, changeRole } from '@/lib/core/administration'
import { readVaultUser, userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { ManagedUserInfo, managedUserInfo } from '@/lib/dialects/twofauth-users'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const promote = endpoint(
  {
    summary: 'Make an administrator of a user, or a user of an administrator',
    scope: 'admin',
    params: z.object({ id: Id }),
    body: z.object({ is_admin: z.boolean() }),
    returns: [200, 404, 422],
    answer: ManagedUserInfo,
  },
  async ({ input: { id, is_admin }, viewer, client }) => {
    await changeRole(await userIdOf(id), is_admin ? 'admin' : 'user', administrator(viewer, client))
    return managedUserInfo(await readVaultUser(id))
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}/promote', { PATCH: promote })
