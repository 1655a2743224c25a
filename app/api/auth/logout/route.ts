import { signOut } from '@/lib/core/sessions'
import { endpoint } from '@/lib/dialects/fortytwo'
import { clearCookie } from '@/lib/http/cookies'
import { route } from '@/lib/http/route'

const logout = (...returns: number[]) =>
  endpoint(
    { summary: 'Sign out', who: 'user', limit: '6/minute', returns },
    async ({ viewer, cookie, client, headers }) => {
      await signOut(viewer, cookie('refresh_token'), client)
      clearCookie(headers, 'refresh_token')
    },
  )

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/logout', {
  GET: logout(200, 401, 403),
  POST: logout(200, 400),
})
