import { confirmIdentityWithIntra } from '@/lib/core/intra'
import { endpoint } from '@/lib/dialects/native'
import { clearCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'

const confirm = endpoint(
  {
    summary: 'Confirm that it is you with what a visit to 42 brought back, where there is neither password nor factor',
    who: 'user',
    limit: '60/minute',
    returns: [204, 400],
  },
  async ({ viewer, client, cookie, headers }) => {
    await confirmIdentityWithIntra(viewer, cookie('api_token'), client)
    clearCookie(headers, 'api_token')
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account/identity/intra', { POST: confirm })
