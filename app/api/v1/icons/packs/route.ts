import { z } from 'zod'
import { ICON_PACKS } from '@/lib/core/vault/default-icons'
import { endpoint } from '@/lib/dialects/twofauth'
import { route } from '@/lib/http/route'

const list = endpoint(
  {
    summary: 'The packs of icons that are at hand',
    scope: 'vault:read',
    returns: [200],
    answer: z.array(z.object({ name: z.string() })),
  },
  () => ICON_PACKS.map(name => ({ name })),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/icons/packs', { GET: list })
