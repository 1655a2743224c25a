import { z } from 'zod'
import { listAuthentications, userIdOf } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { AuthenticationAnswer, authentication } from '@/lib/dialects/twofauth-users'
import { Id } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const count = (most: number) => z.coerce.number().int().min(1).max(most).optional()

const list = endpoint(
  {
    summary: 'The sign-ins of a user and the tries at it, the newest first',
    scope: 'admin',
    params: z.object({ id: Id }),
    query: z.object({
      limit: count(1000),
      period: count(12).meta({ description: 'how many months back; the history is kept for twelve' }),
    }),
    returns: [200, 404, 422],
    answer: z.array(AuthenticationAnswer),
  },
  async ({ input: { id, limit, period } }) => {
    const found = await listAuthentications(await userIdOf(id), { limit: limit ?? null, months: period ?? 12 })
    return found.map(authentication)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users/{id}/authentications', {
  GET: list,
})
