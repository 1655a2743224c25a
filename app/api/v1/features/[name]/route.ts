import { z } from 'zod'
import { endpoint } from '@/lib/dialects/twofauth'
import { Feature, feature } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const show = endpoint(
  {
    summary: 'Whether one thing is switched on here',
    scope: 'vault:read',
    params: z.object({ name: z.string() }),
    returns: [200, 404],
    answer: Feature,
  },
  ({ input: { name } }) => feature(name),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/features/{name}', { GET: show })
