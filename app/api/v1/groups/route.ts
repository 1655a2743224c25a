import { z } from 'zod'
import { createGroup, listGroups } from '@/lib/core/vault/groups'
import { endpoint } from '@/lib/dialects/twofauth'
import { Group, GroupName, group } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The groups; the first one holds everything and is nobody’s',
    scope: 'vault:read',
    returns: [200],
    answer: z.array(Group),
  },
  async ({ viewer }) => (await listGroups(viewer)).map(group),
)

const store = endpoint(
  {
    summary: 'Make a group',
    scope: 'vault:write',
    body: z.object({ name: GroupName }),
    returns: [201, 409, 422],
    answer: Group,
  },
  async ({ input: { name }, viewer }) => group(await createGroup(viewer, name)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/groups', { GET: list, POST: store })
