import { z } from 'zod'
import { endpoint } from '@/lib/dialects/twofauth'
import { route } from '@/lib/http/route'

const show = endpoint(
  {
    summary: 'Deprecated: says nothing about anybody',
    returns: [200],
    answer: z.object({ deprecation: z.literal(true) }),
  },
  () => ({ deprecation: true }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/user/name', { GET: show })
