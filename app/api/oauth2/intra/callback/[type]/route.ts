import { z } from 'zod'
import { AuthorizationResponse, endpoint, VisitPurpose, visitEnded } from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'
import { endVisit } from '@/lib/intra'

const comeBack = endpoint(
  {
    summary: 'Where 42 sends the browser back to',
    limit: '30/minute',
    params: z.object({ type: VisitPurpose }),
    query: AuthorizationResponse,
    returns: [200, 303, 400, 403, 500],
    answer: z.object({}),
  },
  ({ input, cookie, ...call }) =>
    visitEnded(call, input.type, () => endVisit(input.type, input, cookie('state_token'))),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/callback/{type}', {
  GET: comeBack,
})
