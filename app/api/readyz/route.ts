import { z } from 'zod'
import { checkReadiness } from '@/lib/boot'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Check = z.enum(['ok', 'failed'])

const readiness = endpoint(
  {
    summary: 'Whether requests can be served: database, migrations and keys; 503 as well once this instance is to stop',
    returns: [200, 503],
    answer: z.object({ database: Check, migrations: Check, keys: Check }),
  },
  async () => {
    const { ready, checks } = await checkReadiness()
    return Response.json(checks, { status: ready ? 200 : 503 })
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/readyz', { GET: readiness })
