import { z } from 'zod'
import { generateCode } from '@/lib/core/vault/codes'
import { endpoint } from '@/lib/dialects/twofauth'
import { Id, OtpAnswer, otp } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const generate = endpoint(
  {
    summary: 'The code of an account; a counter moves on and is kept',
    scope: 'otp:generate',
    params: z.object({ id: Id }),
    returns: [200, 400],
    answer: OtpAnswer,
  },
  async ({ input: { id }, viewer }) => otp(await generateCode(viewer, id)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/{id}/otp', {
  GET: generate,
})
