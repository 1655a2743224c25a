import { z } from 'zod'
import { readIcon, removeIcon } from '@/lib/core/vault/icons'
import { endpoint } from '@/lib/dialects/twofauth'
import { picture } from '@/lib/dialects/twofauth-transfer'
import { route } from '@/lib/http/route'

const params = z.object({ filename: z.string() })

const show = endpoint(
  {
    summary: 'The picture itself, for its owner',
    scope: 'vault:read',
    limit: '600/minute',
    bucket: '/api/v1/icons',
    params,
    returns: [200],
    media: ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'],
  },
  async ({ input: { filename }, viewer }) => picture(await readIcon(viewer, filename)),
)

const destroy = endpoint(
  { summary: 'Remove an icon', scope: 'vault:write', params, returns: [204] },
  ({ input: { filename }, viewer }) => removeIcon(viewer, filename),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/icons/{filename}', {
  GET: show,
  DELETE: destroy,
})
