import { codeOf } from './authenticator'
import { signInByPage } from './pages'
import type { Place, Visit } from './places'
import { createProtected } from './protected'

/** Signs in with the password of somebody who has an authenticator app, up to the question for its code. */
async function beChallenged({ page, accounts, api }: Visit) {
  const person = await createProtected(accounts, api)
  await page.goto('/login')
  await signInByPage(page, person)
  await page.waitForURL(/two-factor/)
}

const beginApp = async ({ page }: Visit) => {
  await page.getByRole('link', { name: 'Set up an app' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
}

const confirmApp = async (visit: Visit) => {
  const { page } = visit
  await beginApp(visit)
  const key = (await page.locator('main code').textContent()) ?? ''
  await page.getByRole('button', { name: 'Next: type a code' }).click()
  return key.replaceAll(' ', '')
}

const turnOnApp = async (visit: Visit) => {
  const key = await confirmApp(visit)
  await visit.page.getByRole('textbox', { name: 'Code' }).fill(codeOf(key))
  await visit.page.getByRole('list', { name: 'Recovery codes' }).waitFor()
}

const path = '/account/two-factor'

/** The pages about second factors, in each of their states. */
export const factorPlaces: Place[] = [
  { name: 'second factor, off', path, as: 'user' },
  { name: 'set up an app, the key', path, as: 'user', act: beginApp },
  { name: 'set up an app, the code', path, as: 'user', act: async visit => void (await confirmApp(visit)) },
  { name: 'set up an app, the recovery codes', path, as: 'user', act: turnOnApp },
  {
    name: 'second factor, on',
    path,
    as: 'user',
    act: async visit => {
      await turnOnApp(visit)
      await visit.page.getByLabel('I have saved these codes').check()
      await visit.page.goto(path)
      await visit.page.getByText('On, with an authenticator app').waitFor()
    },
  },
  {
    name: 'second factor, asked whether to turn it off',
    path,
    as: 'user',
    act: async visit => {
      await turnOnApp(visit)
      await visit.page.getByLabel('I have saved these codes').check()
      await visit.page.goto(path)
      await visit.page.getByRole('button', { name: 'Turn off' }).click()
      await visit.page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'set up codes by e-mail',
    path,
    as: 'user',
    act: async ({ page }) => {
      await page.getByRole('link', { name: 'Use e-mail' }).click()
      await page.getByRole('button', { name: 'Send the code' }).waitFor()
    },
  },
  { name: 'recovery codes, without a second factor', path: '/account/recovery-codes', as: 'user' },
  { name: 'the challenge', path: '/login', act: beChallenged },
  {
    name: 'the challenge, a wrong code',
    path: '/login',
    act: async visit => {
      await beChallenged(visit)
      await visit.page.getByRole('textbox', { name: 'Code' }).fill('000000')
      await visit.page.locator('form').getByText('This code is wrong.').waitFor()
    },
  },
  {
    name: 'the challenge, with a recovery code',
    path: '/login',
    act: async visit => {
      await beChallenged(visit)
      await visit.page.getByRole('link', { name: 'Use a recovery code' }).click()
      await visit.page.getByRole('textbox', { name: 'Recovery code' }).waitFor()
    },
  },
  { name: 'the challenge, without a sign-in', path: '/login/two-factor' },
]
