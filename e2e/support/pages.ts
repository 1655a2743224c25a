import type { Page } from '@playwright/test'
import type { Account, Accounts, Session } from './accounts'
import type { Client } from './http'
import type { Visits } from './intra-visits'
import type { Mailbox } from './mailbox'
import { currentRun } from './run'
import type { Store } from './store'

/** What a page needs around it before it is looked at. */
export type World = { page: Page; api: Client; accounts: Accounts; mail: Mailbox; store: Store; visits: Visits }

/** Signs a browser in through the API: from now on it holds the refresh cookie of a session of its own. */
export async function signInBrowser(page: Page, accounts: Accounts, account: Account): Promise<Session> {
  const session = await accounts.signIn(account)
  await enterPages(page, session)
  return session
}

/** Signs a browser in with a session that was begun through the API. */
export const enterPages = (page: Page, { refreshToken }: Session) =>
  page.context().addCookies([
    {
      name: 'refresh_token',
      value: refreshToken,
      url: currentRun().origin,
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    },
  ])

/** Signs in as a person does, from the page of signing in that is shown. */
export async function signInByPage(page: Page, { email, password }: Pick<Account, 'email' | 'password'>) {
  await page.getByLabel('E-mail address or username').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Waits until a page has come to life: what is pressed from now on is answered by its own script. */
export const alive = (page: Page) =>
  page.waitForFunction(() => {
    const main = document.querySelector('main')
    return main !== null && Object.keys(main).some(key => key.startsWith('__reactFiber'))
  })
