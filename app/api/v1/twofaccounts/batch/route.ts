import { z } from 'zod'
import { addEntries } from '@/lib/core/vault/add-entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { LARGE_BODY } from '@/lib/dialects/twofauth-transfer'
import { Account, account, described, parts } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const storeAll = endpoint(
  {
    summary: 'Keep many accounts at once, or none when one of them is bad; groups may be named instead of numbered',
    scope: 'vault:write',
    body: z.object({
      accounts: z
        .array(z.object({ ...parts, group: z.string().trim().min(1).max(32).nullish() }))
        .min(1)
        .max(10_000),
    }),
    bodyLimit: LARGE_BODY,
    returns: [201, 409, 422],
    answer: z.array(Account),
  },
  async ({ input: { accounts }, viewer, client }) => {
    const entries = accounts.map(({ group, ...rest }) => ({ ...described(rest), groupName: group }))
    return (await addEntries(viewer, entries, client)).map(account)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/batch', {
  POST: storeAll,
})
