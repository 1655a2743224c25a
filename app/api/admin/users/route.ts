import { z } from 'zod'
import { administrator, createUser } from '@/lib/core/administration'
import { listUsers, readUser, USER_STATES } from '@/lib/core/user-directory'
import { AdministeredUser, administeredUser, endpoint } from '@/lib/dialects/native'
import { Email, Username } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The users, newest first, for administrators',
    who: 'admin',
    limit: '60/minute',
    query: z.object({
      search: z.string().max(320).optional().meta({ description: 'part of an address or username' }),
      state: z.enum(USER_STATES).optional(),
      before: z.coerce
        .number()
        .int()
        .min(1)
        .max(2_147_483_647)
        .optional()
        .meta({ description: 'the `next` of the page before' }),
    }),
    returns: [200, 400, 403],
    answer: z.object({ users: z.array(AdministeredUser), next: z.int().nullable() }),
  },
  async ({ input }) => {
    const { users, next } = await listUsers(input)
    return { users: users.map(administeredUser), next: next ?? null }
  },
)

const add = endpoint(
  {
    summary: 'Make an account for somebody, who is mailed a link to choose a password',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    body: z.object({ email: Email, name: Username, role: z.enum(['user', 'admin']).default('user') }),
    returns: [201, 400, 403],
    answer: AdministeredUser,
  },
  async ({ input, viewer, client }) =>
    administeredUser(await readUser(await createUser(input, administrator(viewer, client)))),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users', {
  GET: list,
  POST: add,
})
