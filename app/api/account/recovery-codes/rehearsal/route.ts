import { z } from 'zod'
import { rehearseRecoveryCode } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/native'
import { Code } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const rehearse = endpoint(
  {
    summary: 'Try a recovery code without spending it',
    who: 'user',
    limit: '60/minute',
    body: z.object({ code: Code }),
    returns: [204, 400],
  },
  ({ input: { code }, viewer, client }) => rehearseRecoveryCode(viewer, code, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/recovery-codes/rehearsal', {
  POST: rehearse,
})
