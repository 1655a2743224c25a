import { z } from 'zod'
import { listPreferences } from '@/lib/core/preferences'
import { endpoint } from '@/lib/dialects/twofauth'
import { PreferenceAnswer, preference } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'All preferences of the user, and which of them an administrator has locked',
    scope: 'vault:read',
    returns: [200],
    answer: z.array(PreferenceAnswer),
  },
  async ({ viewer: { userId } }) => (await listPreferences(userId)).map(preference),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/user/preferences', { GET: list })
