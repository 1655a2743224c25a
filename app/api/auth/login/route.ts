import { z } from 'zod'
import { signInWithPassword } from '@/lib/core/sign-in'
import * as fortytwo from '@/lib/dialects/fortytwo'
import * as hasura from '@/lib/dialects/hasura'
import { DocumentedPassword, Email, Identifier, Password } from '@/lib/http/fields'
import { byBody, route } from '@/lib/http/route'

const byUsername = fortytwo.endpoint(
  {
    summary: 'Sign in by username or e-mail address',
    limit: '6/minute',
    body: z.object({ username: Identifier, password: Password }),
    returns: [200, 400],
    answer: z.union([fortytwo.AccessToken, fortytwo.Challenge]),
  },
  async ({ input: { username, password }, client, cookie, headers }) => {
    const door = { transport: 'cookie', client, trustedDevice: cookie('trusted_device') } as const
    return fortytwo.signedIn(await signInWithPassword({ identifier: username, password }, door), headers)
  },
)

const byEmail = hasura.endpoint(
  {
    summary: 'Sign in by e-mail address',
    limit: '6/minute',
    body: z.strictObject({ email: Email, password: DocumentedPassword }),
    returns: [200, 400, 401],
    answer: z.union([hasura.Jwt, hasura.MfaTicket]),
  },
  async ({ input: { email, password }, client, cookie, headers }) => {
    const door = { transport: 'cookie', client, trustedDevice: cookie('trusted_device') } as const
    return hasura.signedIn(await signInWithPassword({ identifier: email, password }, door), headers)
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/login', {
  POST: byBody(
    [
      { key: 'username', endpoint: byUsername },
      { key: 'email', endpoint: byEmail },
    ],
    { slash: byUsername, plain: byEmail },
  ),
})
