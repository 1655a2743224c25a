import { z } from 'zod'
import { administrator, mailPasswordReset } from '@/lib/core/administration'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const mailLink = endpoint(
  {
    summary: 'Mail a user a link to choose a new password',
    who: 'admin',
    proof: 'recent',
    limit: '60/minute',
    params: z.object({ id: z.guid() }),
    returns: [204, 403, 404],
  },
  ({ input: { id }, viewer, client }) => mailPasswordReset(id, administrator(viewer, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/password-reset', {
  POST: mailLink,
})
