import { z } from 'zod'
import { administrator, removeUser } from '@/lib/core/administration'
import { readVaultUser, userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { ManagedUserInfo, managedUserInfo } from '@/lib/dialects/twofauth-users'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const params = z.object({ id: Id })

const show = endpoint(
  { summary: 'One user', scope: 'admin', params, returns: [200, 404], answer: ManagedUserInfo },
  async ({ input: { id } }) => managedUserInfo(await readVaultUser(id)),
)

const destroy = endpoint(
  { summary: 'Remove an account and everything in it', scope: 'admin', params, returns: [204, 404] },
  async ({ input: { id }, viewer, client }) => removeUser(await userIdOf(id), administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}', {
  GET: show,
  DELETE: destroy,
})
