import { readOwnVaultUser } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { OwnUser, ownUser } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const show = endpoint(
  { summary: 'Who is calling, with their preferences', scope: 'vault:read', returns: [200], answer: OwnUser },
  async ({ viewer: { userId } }) => ownUser(await readOwnVaultUser(userId)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/user', { GET: show })
