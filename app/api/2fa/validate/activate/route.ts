import { z } from 'zod'
import { confirmFactor } from '@/lib/core/factors'
import { deprecate, endpoint } from '@/lib/dialects/fortytwo'
import { codeField } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const code = z.object({ code: codeField('missing code') })
const policy = {
  summary: 'Turn the pending factor on with a first code; answers ten recovery codes, once',
  who: 'user',
  limit: '30/minute',
  returns: [200, 400],
  answer: z.object({ codes: z.array(z.string()).length(10) }),
} as const

const activate = endpoint(
  { ...policy, body: code.extend({ end_other_sessions: z.boolean().optional() }) },
  async ({ input, viewer, client }) => {
    const wishes = { code: input.code, withCodes: true, endOthers: input.end_other_sessions }
    return { codes: await confirmFactor(viewer, wishes, client) }
  },
)

const activateByGet = endpoint({ ...policy, query: code }, async ({ input, viewer, client, headers }) => {
  deprecate(headers)
  return { codes: await confirmFactor(viewer, { code: input.code, withCodes: true }, client) }
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/2fa/validate/activate/', {
  GET: activateByGet,
  POST: activate,
})
