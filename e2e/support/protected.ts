import { setTimeout as sleep } from 'node:timers/promises'
import type { Account, Accounts } from './accounts'
import { codeOf } from './authenticator'
import type { Client } from './http'

const STEP_MS = 30_000
const ROOM_MS = 4000

/** Somebody with an authenticator app; the code of this very time step is still unused. */
export type Protected = Account & { secret: string; codes: string[] }

/** Makes an account with an authenticator app, through the API. */
export async function createProtected(accounts: Accounts, api: Client): Promise<Protected> {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const options = { bearer: accessToken }
  const secret = (await api.post('/2fa/manage/', { type: 'SW' }, options)).field('token')
  // At the turn of a step the code would be two steps old by the time it is looked at.
  const left = STEP_MS - (Date.now() % STEP_MS)
  if (left < ROOM_MS) await sleep(left)
  const answer = await api.post('/2fa/validate/activate/', { code: codeOf(secret, -1) }, options)
  if (answer.status !== 200) throw new Error(`activate: ${answer.status} ${answer.text}`)
  return { ...account, secret, codes: (answer.json as { codes: string[] }).codes }
}
