import { z } from 'zod'
import { LINK_MINUTES, listCodeLinks, MOST_PARCEL_CHARACTERS, shareCodes } from '@/lib/core/code-links'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const CodeLink = z.object({
  id: z.string(),
  label: z.string(),
  opens: z.int(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
})

const list = endpoint(
  {
    summary: 'The open links to codes of mine, and how often each was opened',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.array(CodeLink),
  },
  async ({ viewer }) =>
    (await listCodeLinks(viewer.userId)).map(({ createdAt, expiresAt, ...link }) => ({
      ...link,
      created_at: createdAt,
      expires_at: expiresAt,
    })),
)

const share = endpoint(
  {
    summary: 'Hand out the codes of the next minutes, sealed by the caller with a key that is kept from us',
    who: 'user',
    limit: '60/minute',
    body: z.object({
      label: z.string().min(1).max(200),
      parcel: z
        .string()
        .min(1)
        .max(MOST_PARCEL_CHARACTERS)
        .regex(/^[A-Za-z0-9_-]+$/),
      minutes: z.literal(LINK_MINUTES),
    }),
    returns: [200, 400, 409],
    answer: z.object({ id: z.string(), expires_at: z.iso.datetime() }),
  },
  async ({ input, viewer, client }) => {
    const { id, expiresAt } = await shareCodes(viewer.userId, input, client)
    return { id, expires_at: expiresAt }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/code-links', {
  GET: list,
  POST: share,
})
