import { z } from 'zod'
import { disableFactor, readFactorStatus, startEnrolment } from '@/lib/core/factors'
import { Enrolment, endpoint, enrolling, FactorStatus, factorStatus, factorType } from '@/lib/dialects/fortytwo'
import { codeField } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const status = endpoint(
  {
    summary: 'Whether a second factor is on',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: FactorStatus,
  },
  async ({ viewer }) => factorStatus(await readFactorStatus(viewer.userId)),
)

const activate = endpoint(
  {
    summary: 'Begin to set up an authenticator app (SW) or codes by e-mail (EM)',
    who: 'user',
    limit: '60/minute',
    body: z.object({ type: factorType }),
    returns: [200, 400],
    answer: Enrolment,
  },
  async ({ input: { type }, viewer, client }) => enrolling(await startEnrolment(viewer, type, client)),
)

const disable = endpoint(
  {
    summary: 'Turn the second factor off',
    who: 'user',
    limit: '60/minute',
    body: z.object({ code: codeField('missing code'), end_other_sessions: z.boolean().optional() }),
    returns: [200, 400],
  },
  ({ input: { code, end_other_sessions: endOthers }, viewer, client }) =>
    disableFactor(viewer, code, client, { endOthers }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/2fa/manage/', {
  GET: status,
  POST: activate,
  PUT: disable,
  DELETE: disable,
})
