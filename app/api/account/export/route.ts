import { z } from 'zod'
import { exportAccount } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const download = endpoint(
  {
    summary: 'Download everything that is kept about the account',
    who: 'user',
    limit: '60/minute',
    returns: [200],
    answer: z.looseObject({ product: z.literal('Latchkey') }),
  },
  ({ viewer, client, headers }) => {
    headers.set('content-disposition', 'attachment; filename="latchkey-account.json"')
    return exportAccount(viewer, client)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/export', { GET: download })
