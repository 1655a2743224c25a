import type { Account, Accounts, Session } from './accounts'
import { sessionOf } from './jwt'
import type { Store } from './store'

/** Somebody who administers the product under test, signed in. */
export async function createAdministrator(accounts: Accounts, store: Store): Promise<Account & Session> {
  const account = await accounts.create()
  await promote(store, account)
  return { ...account, ...(await accounts.signIn(account)) }
}

export const promote = (store: Store, { email }: Account) =>
  store.query(`UPDATE "User" SET role = 'admin' WHERE email = $1`, [email])

/** Lets the last proof of identity of a session be sixteen minutes old: a minute more than step-up takes. */
export const letProofAge = (store: Store, { accessToken }: Session) =>
  store.query(`UPDATE "Session" SET "authenticatedAt" = now() - interval '16 minutes' WHERE id = $1`, [
    sessionOf(accessToken),
  ])
