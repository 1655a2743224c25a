import { z } from 'zod'
import { createPersonalToken, listPersonalTokens, SCOPES } from '@/lib/core/personal-tokens'
import { endpoint, PersonalToken, personalToken } from '@/lib/dialects/twofauth'
import { FutureDate } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The personal access tokens of the signed-in user',
    who: 'user',
    returns: [200],
    answer: z.array(PersonalToken),
  },
  async ({ viewer }) => (await listPersonalTokens(viewer.userId)).map(token => personalToken(token, viewer.userNumber)),
)

const create = endpoint(
  {
    summary: 'Make a personal access token; it is shown this once',
    who: 'user',
    body: z.object({
      name: z.string().min(1).max(191),
      scopes: z.array(z.enum(SCOPES)).default([]),
      expires_at: FutureDate.nullish(),
    }),
    returns: [200, 409, 422],
    answer: z.object({ accessToken: z.string(), accessTokenId: z.string(), token: PersonalToken }),
  },
  async ({ input: { name, scopes, expires_at }, viewer, client }) => {
    const { value, token } = await createPersonalToken(viewer, { name, scopes, expiresAt: expires_at ?? null }, client)
    return { accessToken: value, accessTokenId: token.id, token: personalToken(token, viewer.userNumber) }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth/personal-access-tokens', {
  GET: list,
  POST: create,
})
