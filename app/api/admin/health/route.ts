import { z } from 'zod'
import { checkReadiness, versions } from '@/lib/boot'
import { readLoad } from '@/lib/core/health'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Check = z.enum(['ok', 'failed'])

const Health = z.object({
  checks: z.object({ database: Check, migrations: Check, keys: Check }),
  versions: z.object({ latchkey: z.string(), node: z.string(), postgres: z.string() }),
  users: z.int(),
  sessions: z.int(),
  mail_queue: z.object({ waiting: z.int(), oldest_at: z.iso.datetime().nullable() }),
})

const read = endpoint(
  {
    summary: 'How this instance is: checks, versions, what waits; for administrators',
    who: 'admin',
    limit: '60/minute',
    returns: [200, 403],
    answer: Health,
  },
  async () => {
    const [{ checks }, { postgres, users, sessions, mails, oldestMailAt }] = await Promise.all([
      checkReadiness(),
      readLoad(),
    ])
    return {
      checks,
      versions: { ...versions(), postgres },
      users,
      sessions,
      mail_queue: { waiting: mails, oldest_at: oldestMailAt },
    }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/health', { GET: read })
