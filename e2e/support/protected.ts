import type { Account, Accounts } from './accounts'
import { codeOf } from './authenticator'
import type { Client } from './http'

/** Somebody with an authenticator app; the code of this very time step is still unused. */
export type Protected = Account & { secret: string; codes: string[] }

/** Makes an account with an authenticator app, through the API. */
export async function createProtected(accounts: Accounts, api: Client): Promise<Protected> {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const options = { bearer: accessToken }
  const secret = (await api.post('/2fa/manage/', { type: 'SW' }, options)).field('token')
  const activate = () => api.post('/2fa/validate/activate/', { code: codeOf(secret, -1) }, options)
  let answer = await activate()
  // At the turn of a step the code may be two steps old by the time it is looked at.
  if (answer.status === 400) answer = await activate()
  if (answer.status !== 200) throw new Error(`activate: ${answer.status} ${answer.text}`)
  return { ...account, secret, codes: (answer.json as { codes: string[] }).codes }
}
