import { removeAccount } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/hasura'
import { clearCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'

const remove = endpoint(
  { summary: 'Remove the account and everything in it', who: 'user', limit: '60/minute', returns: [204, 401] },
  async ({ viewer, client, headers }) => {
    await removeAccount(viewer, client)
    clearCookie(headers, 'refresh_token')
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/account/remove', { POST: remove })
