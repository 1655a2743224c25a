import { z } from 'zod'
import { checkReadiness } from '@/lib/boot'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'
import { isStopping } from '@/lib/http/server-hook'

const Check = z.enum(['ok', 'failed'])

const readiness = endpoint(
  {
    summary: 'Whether requests can be served: database, migrations and keys; 503 as well once this instance is to stop',
    returns: [200, 503],
    answer: z.object({ database: Check, migrations: Check, keys: Check }),
  },
  async () => {
    const checks = await checkReadiness()
    const good = !isStopping() && Object.values(checks).every(check => check === 'ok')
    return Response.json(checks, { status: good ? 200 : 503 })
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/readyz', { GET: readiness })
