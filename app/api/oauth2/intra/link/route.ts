import { linkIntra, unlinkIntra } from '@/lib/core/intra'
import { endpoint, isProgram } from '@/lib/dialects/fortytwo'
import { clearCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'

const link = endpoint(
  {
    summary: 'Link the 42 account that a visit to 42 brought back',
    who: 'user',
    limit: '6/minute',
    returns: [200, 400],
  },
  async ({ viewer, client, cookie, headers, request }) => {
    await linkIntra(viewer, cookie('api_token'), { isProgram: isProgram(request), client })
    clearCookie(headers, 'api_token')
  },
)

const unlink = endpoint(
  { summary: 'Unlink the 42 account', who: 'user', limit: '6/minute', returns: [200, 400] },
  ({ viewer, client }) => unlinkIntra(viewer, client),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/oauth2/intra/link/', {
  POST: link,
  DELETE: unlink,
})
