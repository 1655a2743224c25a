import { randomUUID } from 'node:crypto'
import type { Session } from './accounts'
import { promote } from './administrators'
import { sessionOf } from './jwt'
import { keepCopy, unlock } from './offline'
import { alive, signInBrowser, signInByPage, type World } from './pages'
import { administrationPlaces } from './places-administration'
import { factorPlaces } from './places-factors'
import { intraPlaces } from './places-intra'
import { vaultPlaces } from './places-vault'

/** What a place is opened with; the session is that of the person whose page it is. */
export type Visit = World & { session?: Session }

/** A page in one of its states, as `e2e/accessibility.spec.ts` and `npm run shots` look at it. */
export type Place = {
  name: string
  path: string
  /** Whose page it is; nobody's when left out. */
  as?: 'user' | 'admin'
  /** Before the page is opened. */
  before?: (visit: Visit) => Promise<void>
  /** What brings the page into its state once it is open. */
  act?: (visit: Visit) => Promise<void>
  /** The status of its answer; 200 when left out. */
  status?: number
}

const accountPlaces: Place[] = [
  { name: 'start', path: '/' },
  { name: 'start, after a removal', path: '/?removed' },
  { name: 'sign in', path: '/login' },
  {
    name: 'sign in, refused',
    path: '/login',
    act: async ({ page, accounts }) => {
      await signInByPage(page, accounts.invent())
      await page.locator('form').getByRole('alert').waitFor()
    },
  },
  {
    name: 'sign in, with empty fields',
    path: '/login',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('Fill this in.').first().waitFor()
    },
  },
  { name: 'register', path: '/register' },
  {
    name: 'register, done',
    path: '/register',
    act: async ({ page, accounts }) => {
      const { email, password } = accounts.invent()
      await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Create the account' }).click()
      await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
    },
  },
  { name: 'activate', path: `/activate#${randomUUID()}` },
  { name: 'activate, by hand', path: '/activate' },
  {
    name: 'activate, too late',
    path: `/activate#${randomUUID()}`,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Activate the account' }).click()
      await page.locator('form').getByRole('alert').waitFor()
      await page.getByText('Send me a new mail').click()
    },
  },
  { name: 'forgot', path: '/forgot' },
  {
    name: 'forgot, asked',
    path: '/forgot',
    act: async ({ page, accounts }) => {
      await page.getByLabel('E-mail address or username').fill(accounts.invent().email)
      await page.getByRole('button', { name: 'Send the mail' }).click()
      await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
    },
  },
  { name: 'reset', path: `/reset#${randomUUID()}` },
  {
    name: 'reset, too late',
    path: `/reset#${randomUUID()}`,
    act: async ({ page, accounts }) => {
      await page.getByLabel('New password').fill(accounts.invent().password)
      await page.getByRole('button', { name: 'Set the password' }).click()
      await page.locator('form').getByRole('alert').waitFor()
    },
  },
  { name: 'confirm an address', path: `/confirm-email#${randomUUID()}` },
  { name: 'no such page', path: '/nowhere', status: 404 },
  { name: 'account', path: '/account', as: 'user' },
  {
    name: 'account, the menu of a phone',
    path: '/account',
    as: 'user',
    before: ({ page }) => page.setViewportSize({ width: 390, height: 844 }),
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('link', { name: 'Sessions' }).waitFor()
    },
  },
  { name: 'sessions', path: '/account/sessions', as: 'user' },
  {
    name: 'sessions, asked to end the others',
    path: '/account/sessions',
    as: 'user',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Sign out the other device' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'remove the account', path: '/account/remove', as: 'user' },
  {
    name: 'is it you?',
    path: '/account/remove',
    as: 'user',
    act: async ({ page, store }) => {
      const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'refresh_token')
      await store.query(`UPDATE "Session" SET "authenticatedAt" = now() - interval '2 hours' WHERE id = $1`, [
        sessionOf(cookie?.value ?? ''),
      ])
      await page.getByLabel('Type remove my account').fill('remove my account')
      await page.getByRole('button', { name: 'Remove the account' }).click()
      await page.getByRole('dialog', { name: 'Is it you?' }).waitFor()
    },
  },
  { name: 'no copy of the vault', path: '/vault/offline' },
  {
    name: 'copy of the vault, locked',
    path: '/vault/offline',
    as: 'user',
    before: ({ page }) => keepCopy(page),
    act: async ({ page }) => {
      await unlock(page, 'some other words')
      await page.locator('form').getByRole('alert').waitFor()
    },
  },
]

/** Every page and state: a new one adds a row. */
export const places = [...accountPlaces, ...factorPlaces, ...intraPlaces, ...vaultPlaces, ...administrationPlaces]

/** Opens a place in its state. @returns the status of the page. */
export async function open(place: Place, world: World): Promise<number | undefined> {
  const { page } = world
  const visit = { ...world, ...(place.as && { session: await enterAs(place.as, world) }) }
  await place.before?.(visit)
  const answer = await page.goto(place.path)
  await alive(page)
  await place.act?.(visit)
  return answer?.status()
}

async function enterAs(role: 'user' | 'admin', { page, accounts, store }: World): Promise<Session> {
  const account = await accounts.create()
  if (role === 'admin') await promote(store, account)
  // Another device, so that lists have something to show.
  await accounts.signIn(account)
  return signInBrowser(page, accounts, account)
}
