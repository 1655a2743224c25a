import { z } from 'zod'
import { AuthorizationResponse, endpoint, visitEnded } from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'
import { endVisit } from '@/lib/intra'

const comeBack = endpoint(
  {
    summary: 'Where 42 sends the browser back to, in the older document, which knows only signing in',
    limit: '20/minute',
    query: AuthorizationResponse,
    returns: [200, 303, 403, 500],
    answer: z.object({}),
  },
  ({ input, cookie, ...call }) => visitEnded(call, 'login', () => endVisit('login', input, cookie('state_token'))),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/callback/', { GET: comeBack })
