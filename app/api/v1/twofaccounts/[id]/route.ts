import { z } from 'zod'
import { changeEntry, removeEntry } from '@/lib/core/vault/change-entries'
import { readEntry } from '@/lib/core/vault/entries'
import { endpoint } from '@/lib/dialects/twofauth'
import { Account, account, changed, described, Id, parts, WholeAccount, Wishes } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const params = z.object({ id: Id })

const show = endpoint(
  {
    summary: 'One account',
    scope: 'vault:read',
    params,
    query: z.object(Wishes),
    returns: [200],
    answer: Account,
  },
  async ({ input: { id, ...wishes }, viewer, client }) => account(await readEntry(viewer, id, wishes, client)),
)

const update = endpoint(
  {
    summary: 'Replace an account',
    scope: 'vault:write',
    params,
    body: WholeAccount,
    returns: [200, 422],
    answer: Account,
  },
  async ({ input: { id, ...input }, viewer }) => account(await changeEntry(viewer, id, described(input))),
)

const amend = endpoint(
  {
    summary: 'Change some members of an account',
    scope: 'vault:write',
    params,
    body: z.object(parts),
    returns: [200, 422],
    answer: Account,
  },
  async ({ input: { id, ...input }, viewer }) => changed(await changeEntry(viewer, id, described(input))),
)

const destroy = endpoint(
  { summary: 'Remove an account', scope: 'vault:write', params, returns: [204] },
  ({ input: { id }, viewer }) => removeEntry(viewer, id),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/{id}', {
  GET: show,
  PUT: update,
  PATCH: amend,
  DELETE: destroy,
})
