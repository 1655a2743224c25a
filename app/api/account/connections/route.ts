import { z } from 'zod'
import { readConnections } from '@/lib/core/intra'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Connections = z.object({
  intra: z.object({
    configured: z.boolean(),
    linked_at: z.iso.datetime().nullable(),
    login: z.string().nullable().meta({ description: 'what the 42 account was called when it was linked' }),
  }),
})

const read = endpoint(
  {
    summary: 'The accounts elsewhere that open this one',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: Connections,
  },
  async ({ viewer }) => {
    const { isConfigured, linkedAt, login } = await readConnections(viewer.userId)
    return { intra: { configured: isConfigured, linked_at: linkedAt, login } }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/connections', { GET: read })
