import { z } from 'zod'
import { addIcon } from '@/lib/core/vault/icons'
import { endpoint } from '@/lib/dialects/twofauth'
import { bytesOf, LARGE_BODY, saidOf } from '@/lib/dialects/twofauth-transfer'
import { route } from '@/lib/http/route'

const store = endpoint(
  {
    summary: 'Keep an icon; an account names it by its file name',
    scope: 'vault:write',
    body: z.object({ icon: z.file() }),
    bodyLimit: LARGE_BODY,
    form: true,
    returns: [201, 409, 422],
    answer: z.object({ filename: z.string() }),
  },
  async ({ input: { icon }, viewer }) => ({
    filename: await saidOf('icon', addIcon(viewer, await bytesOf(icon))),
  }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/icons', { POST: store })
