import { z } from 'zod'
import { meetChallenge } from '@/lib/core/challenges'
import { begun, endpoint, Jwt } from '@/lib/dialects/hasura'
import { Code, TicketId } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const finish = endpoint(
  {
    summary: 'Finish a sign-in with a code of the second factor, or a recovery code',
    limit: '6/minute',
    body: z.strictObject({ code: Code, ticket: TicketId }),
    returns: [200, 400, 401],
    answer: Jwt,
  },
  async ({ input, client, headers }) => begun((await meetChallenge(input, client)).session, headers),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/mfa/totp', { POST: finish })
