import { signOutEverywhere } from '@/lib/core/sessions'
import { endpoint } from '@/lib/dialects/hasura'
import { route } from '@/lib/http/route'

const revoke = endpoint(
  { summary: 'Sign out on every device', who: 'user', limit: '60/minute', returns: [204, 401] },
  async ({ viewer, client }) => void (await signOutEverywhere(viewer.userId, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/token/revoke', { POST: revoke })
