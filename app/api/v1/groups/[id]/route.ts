import { z } from 'zod'
import { readGroup, removeGroup, renameGroup } from '@/lib/core/vault/groups'
import { endpoint } from '@/lib/dialects/twofauth'
import { Group, GroupName, group, Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const params = z.object({ id: Id })

const show = endpoint(
  { summary: 'One group', scope: 'vault:read', params, returns: [200], answer: Group },
  async ({ input: { id }, viewer }) => group(await readGroup(viewer, id)),
)

const update = endpoint(
  {
    summary: 'Rename a group',
    scope: 'vault:write',
    params,
    body: z.object({ name: GroupName }),
    returns: [200, 422],
    answer: Group,
  },
  async ({ input: { id, name }, viewer }) => group(await renameGroup(viewer, id, name)),
)

const destroy = endpoint(
  { summary: 'Remove a group; its accounts stay', scope: 'vault:write', params, returns: [204] },
  ({ input: { id }, viewer }) => removeGroup(viewer, id),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/groups/{id}', {
  GET: show,
  PUT: update,
  DELETE: destroy,
})
