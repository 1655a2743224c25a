import { z } from 'zod'
import { endpoint, VisitPurpose } from '@/lib/dialects/fortytwo'
import { setCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'
import { beginVisit } from '@/lib/intra'

const begin = endpoint(
  {
    summary: 'Where to send the browser, to sign in or to link with 42; a link is for whoever is known to ask for it',
    limit: '60/minute',
    query: z.object({ type: VisitPurpose }),
    returns: [200, 400],
    answer: z.object({ url: z.url() }),
  },
  async ({ input: { type }, accessToken, cookie, headers }) => {
    const { url, state } = await beginVisit(type, { accessToken, refreshToken: cookie('refresh_token') })
    setCookie(headers, 'state_token', state.value, state.expiresAt)
    return { url }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/url/', { GET: begin })
