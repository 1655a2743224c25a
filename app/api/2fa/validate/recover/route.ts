import { z } from 'zod'
import { recoverWithFactor } from '@/lib/core/challenges'
import { CodeAndToken, CodeAndTokenInQuery, deprecate, endpoint, tokenOf } from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'

const policy = {
  summary: 'Turn a challenge into a token that sets a new password',
  limit: '10/minute',
  returns: [200, 400],
  answer: z.object({ token: z.string() }),
} as const

const validate = endpoint({ ...policy, ...CodeAndToken }, async ({ input, client }) => ({
  token: await recoverWithFactor({ ticket: tokenOf(input), code: input.code }, client),
}))

const validateByGet = endpoint({ ...policy, query: CodeAndTokenInQuery }, async ({ input, client, headers }) => {
  deprecate(headers)
  return { token: await recoverWithFactor({ ticket: tokenOf(input), code: input.code }, client) }
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/2fa/validate/recover/', {
  GET: validateByGet,
  POST: validate,
})
