import { z } from 'zod'
import { forgetTrustedDevice } from '@/lib/core/trusted-devices'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const forget = endpoint(
  {
    summary: 'Ask this browser for the second factor again',
    who: 'user',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 404],
  },
  ({ input: { id }, viewer }) => forgetTrustedDevice(viewer.userId, id),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/trusted-devices/{id}', {
  DELETE: forget,
})
