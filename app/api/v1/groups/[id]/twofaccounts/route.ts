import { z } from 'zod'
import { listGroupEntries } from '@/lib/core/vault/groups'
import { endpoint } from '@/lib/dialects/twofauth'
import { Account, account, Id, Wishes } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The accounts of a group; 0 is the group of all',
    scope: 'vault:read',
    params: z.object({ id: Id }),
    query: z.object(Wishes),
    returns: [200],
    answer: z.array(Account),
  },
  async ({ input: { id, ...wishes }, viewer, client }) =>
    (await listGroupEntries(viewer, id, wishes, client)).map(account),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/groups/{id}/twofaccounts', {
  GET: list,
})
