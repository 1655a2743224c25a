import { z } from 'zod'
import { signInForTokens } from '@/lib/core/sign-in'
import { endpoint, TextField, TokenPair, TrimmedField } from '@/lib/dialects/simplejwt'
import { Code } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const obtain = endpoint(
  {
    summary: 'Sign in: an access and a refresh token',
    limit: '6/minute',
    body: z.object({ email: TrimmedField, password: TextField, otp: Code.optional() }),
    returns: [200, 400, 401],
    answer: TokenPair,
  },
  async ({ input: { email, password, otp }, client }) => {
    const { accessToken, refreshToken } = await signInForTokens({ identifier: email, password, otp }, client)
    return { refresh: refreshToken, access: accessToken }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/', { POST: obtain })
