import { z } from 'zod'
import { changePreference, PREFERENCE_NAMES, readPreference } from '@/lib/core/preferences'
import { endpoint } from '@/lib/dialects/twofauth'
import { NullableValue, PreferenceAnswer, preference } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const params = z.object({ name: z.string().meta({ examples: PREFERENCE_NAMES }) })

const show = endpoint(
  { summary: 'One preference', scope: 'vault:read', params, returns: [200, 404], answer: PreferenceAnswer },
  async ({ input: { name }, viewer: { userId } }) => preference(await readPreference(userId, name)),
)

const update = endpoint(
  {
    summary: 'Set a preference; a value that it cannot have is refused',
    scope: 'vault:write',
    params,
    body: z.object({ value: NullableValue }),
    returns: [200, 403, 404, 422],
    answer: PreferenceAnswer,
  },
  async ({ input: { name, value }, viewer: { userId } }) => preference(await changePreference(userId, name, value)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/user/preferences/{name}', {
  GET: show,
  PUT: update,
})
