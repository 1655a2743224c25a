import { z } from 'zod'
import { signInWithIntra } from '@/lib/core/intra'
import { AccessToken, Challenge, endpoint, signedInWithIntra } from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'

const login = endpoint(
  {
    summary: 'Sign in with what a visit to 42 brought back',
    limit: '6/minute',
    returns: [200, 400, 404],
    answer: z.union([AccessToken, Challenge]),
  },
  async ({ client, cookie, headers }) => {
    const door = { transport: 'cookie', client, trustedDevice: cookie('trusted_device') } as const
    return signedInWithIntra(await signInWithIntra(cookie('api_token'), door), headers)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/login/', { POST: login })
