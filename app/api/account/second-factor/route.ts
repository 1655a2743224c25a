import { z } from 'zod'
import { readFactorStatus } from '@/lib/core/factors'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Kind = z.enum(['totp', 'email']).nullable()

const status = endpoint(
  {
    summary: 'The second factor, what is being set up beside it, and how many recovery codes are left',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.object({
      kind: Kind,
      pending_kind: Kind,
      confirmed_at: z.iso.datetime().nullable(),
      recovery_codes_left: z.int(),
    }),
  },
  async ({ viewer }) => {
    const { kind, pendingKind, confirmedAt, recoveryCodesLeft } = await readFactorStatus(viewer.userId)
    return {
      kind: kind ?? null,
      pending_kind: pendingKind ?? null,
      confirmed_at: confirmedAt ?? null,
      recovery_codes_left: recoveryCodesLeft,
    }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/second-factor', { GET: status })
