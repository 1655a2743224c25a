import { z } from 'zod'
import { createSetting, listSettings } from '@/lib/core/settings'
import { endpoint } from '@/lib/dialects/twofauth'
import { RequiredValue, SettingAnswer, SettingName, setting } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const list = endpoint(
  { summary: 'All settings of the instance', scope: 'admin', returns: [200], answer: z.array(SettingAnswer) },
  async () => (await listSettings()).map(setting),
)

const store = endpoint(
  {
    summary: 'Make a setting of your own',
    scope: 'admin',
    body: z.object({ key: SettingName, value: RequiredValue }),
    returns: [201, 422],
    answer: SettingAnswer,
  },
  async ({ input: { key, value } }) => setting(await createSetting(key, value)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/settings', { GET: list, POST: store })
