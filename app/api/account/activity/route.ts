import { z } from 'zod'
import { EVENT_GROUPS, EVENTS, type EventKind, readActivity } from '@/lib/core/activity'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Happened = z.object({
  id: z.string(),
  kind: z.string().meta({ examples: ['signed_in'] }),
  about: z.enum(EVENT_GROUPS),
  data: z.record(z.string(), z.unknown()).meta({ description: 'what a sentence about it would name' }),
  address: z.string(),
  device: z.string(),
  at: z.iso.datetime(),
})

const list = endpoint(
  {
    summary: 'What happened to the account, newest first',
    who: 'user',
    limit: '60/minute',
    query: z.object({
      about: z.enum(EVENT_GROUPS).optional(),
      before: z.guid().optional().meta({ description: 'the `next` of the page before' }),
    }),
    returns: [200, 400],
    answer: z.object({ events: z.array(Happened), next: z.string().nullable() }),
  },
  async ({ input: { about, before }, viewer }) => {
    const { events, next } = await readActivity(viewer.userId, {
      ...(about && { group: about }),
      ...(before && { before }),
    })
    const shown = events.map(({ userId: _, ...event }) => ({ ...event, about: EVENTS[event.kind as EventKind] }))
    return { events: shown, next: next ?? null }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/activity', { GET: list })
