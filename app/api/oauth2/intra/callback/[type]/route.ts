import { z } from 'zod'
import { AuthorizationResponse, endpoint, VisitPurpose } from '@/lib/dialects/fortytwo'
import { clearCookie, setCookie } from '@/lib/http/cookies'
import { landing } from '@/lib/http/landing'
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
  ({ input, cookie, headers, request }) =>
    landing(request, `/intra?type=${input.type}`, async () => {
      clearCookie(headers, 'state_token')
      const exchange = await endVisit(input.type, input, cookie('state_token'))
      setCookie(headers, 'api_token', exchange.value, exchange.expiresAt)
    }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/callback/{type}', {
  GET: comeBack,
})
