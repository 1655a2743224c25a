import { z } from 'zod'
import { listUsers, USER_STATES } from '@/lib/core/user-directory'
import { AdministeredUser, administeredUser, endpoint } from '@/lib/dialects/native'
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

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users', { GET: list })
