import { z } from 'zod'
import { addDefaultIcon } from '@/lib/core/vault/default-icons'
import { endpoint } from '@/lib/dialects/twofauth'
import { DefaultIcon } from '@/lib/dialects/twofauth-transfer'
import { route } from '@/lib/http/route'

const find = endpoint(
  {
    summary: 'Keep the mark of a service as an icon; 204 where there is none at hand',
    scope: 'vault:write',
    body: DefaultIcon,
    returns: [201, 204, 409, 422],
    answer: z.object({ filename: z.string() }),
  },
  async ({ input: { service }, viewer }) => {
    const filename = await addDefaultIcon(viewer, service)
    return filename === undefined ? undefined : { filename }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/icons/default', { POST: find })
