import { z } from 'zod'
import { codeOf } from '@/lib/core/vault/codes'
import { describedAlone } from '@/lib/core/vault/described-entry'
import { endpoint } from '@/lib/dialects/twofauth'
import { described, OtpAnswer, otp, parts, uri } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const { service, account, otp_type, secret, digits, algorithm, period, counter, icon, group_id } = parts

const generate = endpoint(
  {
    summary: 'The code of an account that is not kept',
    scope: 'otp:generate',
    body: z.object({
      ...uri,
      ...{ service, account, otp_type, secret, digits, algorithm, period, counter, icon, group_id },
    }),
    returns: [200, 400, 422],
    answer: OtpAnswer,
  },
  ({ input }) => otp(codeOf(describedAlone(described(input)))),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/otp', { POST: generate })
