import { z } from 'zod'
import { testMail } from '@/lib/core/mail-test'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Report = z.object({
  to: z.string(),
  server: z.string().nullable().meta({ description: 'null while mail is kept in the outbox' }),
  delivered: z.boolean(),
  answer: z.string().meta({ description: 'the words of the mail server', examples: ['250 2.0.0 Ok: queued'] }),
})

const test = endpoint(
  {
    summary: 'Send a mail to yourself, and see what the mail server says; for administrators',
    who: 'admin',
    proof: 'recent',
    limit: '6/minute',
    returns: [200, 403],
    answer: Report,
  },
  ({ viewer, client }) => testMail(viewer, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/mail-test', { POST: test })
