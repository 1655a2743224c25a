import { z } from 'zod'
import { readMigration } from '@/lib/core/vault/migration'
import { endpoint } from '@/lib/dialects/twofauth'
import { contentOf, LARGE_BODY, MigratedAccount, Migration, migrated } from '@/lib/dialects/twofauth-transfer'
import { Flag } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const migrate = endpoint(
  {
    summary: 'Read the export of another application; nothing is kept until the client stores it',
    scope: 'vault:write',
    query: z.object({ withSecret: Flag, withDetails: Flag }),
    body: Migration,
    bodyLimit: LARGE_BODY,
    form: true,
    returns: [200, 400, 422],
    answer: z.array(MigratedAccount),
  },
  async ({ input, viewer }) => {
    const rows = await readMigration(viewer, await contentOf(input), input.password)
    return rows.map(row => migrated(row, input))
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/migration', {
  POST: migrate,
})
