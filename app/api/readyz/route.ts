import { z } from 'zod'
import { checkReadiness } from '@/lib/boot'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Check = z.enum(['ok', 'failed'])

const readiness = endpoint(
  {
    summary: 'Whether requests can be served: database, migrations and keys',
    returns: [200, 503],
    answer: z.object({ database: Check, migrations: Check, keys: Check }),
  },
  async () => {
    const checks = await checkReadiness()
    return Response.json(checks, { status: Object.values(checks).every(check => check === 'ok') ? 200 : 503 })
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/readyz', { GET: readiness })
