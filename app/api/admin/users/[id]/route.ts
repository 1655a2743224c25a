import { z } from 'zod'
import { administrator, removeUser } from '@/lib/core/administration'
import { readUser } from '@/lib/core/user-directory'
import { AdministeredUser, administeredUser, endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const params = z.object({ id: z.guid() })

const read = endpoint(
  {
    summary: 'One user, for administrators',
    who: 'admin',
    limit: '60/minute',
    params,
    returns: [200, 403, 404],
    answer: AdministeredUser,
  },
  async ({ input: { id } }) => administeredUser(await readUser(id)),
)

const remove = endpoint(
  {
    summary: 'Remove an account and everything in it; its owner is told by mail',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params,
    returns: [204, 403, 404],
  },
  ({ input: { id }, viewer, client }) => removeUser(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}', {
  GET: read,
  DELETE: remove,
})
