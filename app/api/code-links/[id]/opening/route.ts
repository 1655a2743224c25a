import { z } from 'zod'
import { openCodeLink } from '@/lib/core/code-links'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const open = endpoint(
  {
    summary: 'Open a link to codes, which counts it; only the key in the link opens what comes back',
    limit: '30/minute',
    params: z.object({ id: z.guid() }),
    returns: [200, 404],
    answer: z.object({ parcel: z.string(), expires_at: z.iso.datetime() }),
  },
  async ({ input: { id } }) => {
    const { parcel, expiresAt } = await openCodeLink(id)
    return { parcel, expires_at: expiresAt }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/code-links/{id}/opening', { POST: open })
