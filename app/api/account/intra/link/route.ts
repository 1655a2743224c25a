import { linkNewcomer } from '@/lib/core/intra'
import { endpoint } from '@/lib/dialects/native'
import { clearCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'

const link = endpoint(
  {
    summary: 'Link the 42 account with which somebody came before they signed in: "Sign in and link"',
    who: 'user',
    limit: '60/minute',
    returns: [204, 400],
  },
  async ({ viewer, client, cookie, headers }) => {
    await linkNewcomer(viewer, cookie('intra_newcomer'), client)
    clearCookie(headers, 'intra_newcomer')
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/intra/link', { POST: link })
