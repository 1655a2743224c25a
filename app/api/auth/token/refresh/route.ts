import { Failure } from '@/lib/core/failures'
import { continueSession } from '@/lib/core/refresh'
import { begun, endpoint, Jwt } from '@/lib/dialects/hasura'
import { route } from '@/lib/http/route'

const refresh = endpoint(
  { summary: 'Rotate the refresh token', limit: '30/minute', returns: [200, 401], answer: Jwt },
  async ({ cookie, client, headers }) => {
    const refreshToken = cookie('refresh_token')
    if (!refreshToken) throw new Failure('missing_refresh_token')
    return begun(await continueSession(refreshToken, { transport: 'cookie', rotate: true, client }), headers)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/token/refresh', { POST: refresh })
