import { z } from 'zod'
import { meetChallenge } from '@/lib/core/challenges'
import {
  AccessToken,
  CodeAndToken,
  CodeAndTokenInQuery,
  deprecate,
  endpoint,
  metChallenge,
  tokenOf,
} from '@/lib/dialects/fortytwo'
import { route } from '@/lib/http/route'

const policy = {
  summary: 'Finish a sign-in with a code of the second factor, or a recovery code',
  limit: '10/minute',
  returns: [200, 400],
  answer: AccessToken,
} as const

const validate = endpoint(
  { ...policy, query: CodeAndToken.query, body: CodeAndToken.body.extend({ remember_device: z.boolean().optional() }) },
  async ({ input, client, headers }) => {
    const proof = { ticket: tokenOf(input), code: input.code, remember: input.remember_device }
    return metChallenge(await meetChallenge(proof, client), headers)
  },
)

const validateByGet = endpoint({ ...policy, query: CodeAndTokenInQuery }, async ({ input, client, headers }) => {
  deprecate(headers)
  return metChallenge(await meetChallenge({ ticket: tokenOf(input), code: input.code }, client), headers)
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/2fa/validate/login/', {
  GET: validateByGet,
  POST: validate,
})
