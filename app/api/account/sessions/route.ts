import { z } from 'zod'
import { listSessions, signOutEverywhere } from '@/lib/core/sessions'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const SignedInDevice = z.object({
  id: z.string(),
  current: z.boolean(),
  method: z.string(),
  address: z.string(),
  device: z.string(),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
})

const list = endpoint(
  {
    summary: 'The devices that are signed in',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.array(SignedInDevice),
  },
  async ({ viewer }) =>
    (await listSessions(viewer)).map(({ createdAt, lastSeenAt, expiresAt, ...session }) => ({
      ...session,
      created_at: createdAt,
      last_seen_at: lastSeenAt,
      expires_at: expiresAt,
    })),
)

const endOthers = endpoint(
  { summary: 'Sign out on all other devices', who: 'user', limit: '60/minute', returns: [204] },
  async ({ viewer, client }) => void (await signOutEverywhere(viewer.userId, client, viewer.sessionId)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/sessions', {
  GET: list,
  DELETE: endOthers,
})
