import type { Account, Session } from './accounts'
import { codeOf } from './authenticator'
import type { Client } from './http'
import type { Mailbox } from './mailbox'
import type { Store } from './store'

/** Somebody who is signed in and has an authenticator app. */
export type Protected = Account & Session & { secret: string; recoveryCodes: string[] }

/** Turns an authenticator app on, as the documents 000 and 001 have it; its first code is not counted as used here. */
export async function protect(api: Client, store: Store, account: Account, session: Session): Promise<Protected> {
  const bearer = session.accessToken
  const secret = (await api.post('/2fa/manage/', { type: 'SW' }, { bearer })).field('token')
  const answer = await api.post('/2fa/validate/activate/', { code: codeOf(secret) }, { bearer })
  const { codes } = answer.json as { codes: string[] }
  await forgetSteps(store, account)
  return { ...account, ...session, secret, recoveryCodes: codes }
}

/** Time passes: every time step counts as not used yet. */
export const forgetSteps = (store: Store, { email }: Account) =>
  store.query('UPDATE "SecondFactor" SET "lastStep" = 0 WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)', [
    email,
  ])

/** The challenge after the right password, in the words of 000. */
export async function challengeOf(api: Client, { username, password }: Account, from: string): Promise<string> {
  return (await api.post('/auth/login/', { username, password }, { from })).field('token')
}

/** The code in the next mail that brings one. */
export async function nextMailedCode(mail: Mailbox, { email }: Account): Promise<string> {
  const { text } = await mail.next(email, /^Your Latchkey code$/)
  return /\b\d{6}\b/.exec(text)?.[0] ?? ''
}
