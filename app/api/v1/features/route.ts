import { z } from 'zod'
import { endpoint } from '@/lib/dialects/twofauth'
import { Feature, features } from '@/lib/dialects/twofauth-users'
import { route } from '@/lib/http/route'

const list = endpoint(
  { summary: 'What is switched on here', scope: 'vault:read', returns: [200], answer: z.array(Feature) },
  () => features,
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/features', { GET: list })
