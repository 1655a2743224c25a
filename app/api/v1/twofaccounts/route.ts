import { z } from 'zod'
import { addEntry } from '@/lib/core/vault/add-entries'
import { removeEntries } from '@/lib/core/vault/change-entries'
import { listEntries } from '@/lib/core/vault/entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { Account, account, described, few, Ids, parts, uri, Wishes } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The accounts of the vault, in their order',
    scope: 'vault:read',
    query: z.object({ ...Wishes, ids: Ids.optional() }),
    returns: [200, 422],
    answer: z.array(Account),
  },
  async ({ input, viewer, client }) => (await listEntries(viewer, input, client)).map(account),
)

const store = endpoint(
  {
    summary: 'Keep an account, given by its otpauth URI or by its parts',
    scope: 'vault:write',
    body: z.object({ ...uri, ...parts }),
    returns: [201, 409, 422],
    answer: Account,
  },
  async ({ input, viewer }) => account(await addEntry(viewer, described(input))),
)

const destroy = endpoint(
  {
    summary: 'Remove several accounts',
    scope: 'vault:write',
    query: z.object({ ids: Ids }),
    returns: [204, 400, 422],
  },
  ({ input: { ids }, viewer }) => removeEntries(viewer, few(ids)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts', {
  GET: list,
  POST: store,
  DELETE: destroy,
})
