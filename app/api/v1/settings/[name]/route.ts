import { z } from 'zod'
import { changeSetting, readSetting, removeSetting } from '@/lib/core/settings'
import { endpoint } from '@/lib/dialects/twofauth'
import { RequiredValue, SettingAnswer, SettingName, setting } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const params = z.object({ name: SettingName })

const show = endpoint(
  { summary: 'One setting', scope: 'admin', params, returns: [200, 404], answer: SettingAnswer },
  async ({ input: { name } }) => setting(await readSetting(name)),
)

const update = endpoint(
  {
    summary: 'Set a setting, or make it',
    scope: 'admin',
    params,
    body: z.object({ value: RequiredValue }),
    returns: [200, 422],
    answer: SettingAnswer,
  },
  async ({ input: { name, value } }) => setting(await changeSetting(name, value)),
)

const destroy = endpoint(
  { summary: 'Remove a setting that an administrator has made', scope: 'admin', params, returns: [204, 400, 404] },
  ({ input: { name } }) => removeSetting(name),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/settings/{name}', {
  GET: show,
  PUT: update,
  DELETE: destroy,
})
