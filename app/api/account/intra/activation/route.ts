import { z } from 'zod'
import { activateNewcomer } from '@/lib/core/intra-newcomers'
import { endpoint, SignedIn, signedIn } from '@/lib/dialects/native'
import { clearCookie } from '@/lib/http/cookies'
import { TicketId } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const activate = endpoint(
  {
    summary: 'Finish an account that was begun at 42, with the ticket from the mail and the proof from 42, and sign in',
    limit: '30/minute',
    body: z.object({ ticket: TicketId }),
    returns: [200, 400, 401],
    answer: SignedIn,
  },
  async ({ input: { ticket }, client, cookie, headers }) => {
    const door = { transport: 'cookie', client, trustedDevice: cookie('trusted_device') } as const
    const result = await activateNewcomer(ticket, cookie('intra_newcomer'), door)
    clearCookie(headers, 'intra_newcomer')
    return signedIn(result, headers)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/intra/activation', {
  POST: activate,
})
