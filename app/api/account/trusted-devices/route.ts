import { z } from 'zod'
import { listTrustedDevices } from '@/lib/core/trusted-devices'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const TrustedDevice = z.object({
  id: z.string(),
  address: z.string(),
  device: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
})

const list = endpoint(
  {
    summary: 'The browsers that are not asked for a second factor',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.array(TrustedDevice),
  },
  async ({ viewer }) =>
    (await listTrustedDevices(viewer.userId)).map(({ createdAt, expiresAt, ...device }) => ({
      ...device,
      created_at: createdAt,
      expires_at: expiresAt,
    })),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/trusted-devices', { GET: list })
