import { refreshAccess } from '@/lib/core/refresh'
import { AccessToken, endpoint } from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'

const refresh = (...returns: number[]) =>
  endpoint(
    { summary: 'Get a new access token', limit: '6/minute', returns, answer: AccessToken },
    async ({ accessToken, cookie, client }) => {
      const session = await refreshAccess({ accessToken, refreshToken: cookie('refresh_token') }, client)
      return { access_token: session.accessToken }
    },
  )

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/refresh', {
  GET: refresh(200, 400, 403),
  POST: refresh(200, 400),
})
