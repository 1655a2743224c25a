import type { Page } from '@playwright/test'
import { createAdministrator } from './support/administrators'
import { enterPages } from './support/pages'
import { axe, expect, test } from './support/test'

/** A page, and what brings it into a state. */
type State = { name: string; path: string; reach?: (page: Page) => Promise<void> }

const press =
  (...names: string[]) =>
  async (page: Page) => {
    for (const name of names) await page.getByRole('button', { name }).click()
  }

const STATES: State[] = [
  { name: 'tokens', path: '/account/tokens' },
  { name: 'making a token', path: '/account/tokens', reach: press('Make a token', 'Make the token') },
  {
    name: 'a token that is shown',
    path: '/account/tokens',
    reach: async page => {
      await press('Make a token')(page)
      await page.getByLabel('Name').fill('axe')
      await press('Make the token')(page)
      await page.getByRole('button', { name: 'I have stored it' }).waitFor()
    },
  },
  { name: 'revoking a token', path: '/account/tokens', reach: press('Revoke kept') },
  { name: 'activity', path: '/account/activity' },
  { name: 'the alarm', path: '/account/activity', reach: press('This wasn’t me') },
  { name: 'preferences', path: '/account/preferences' },
  { name: 'users', path: '/admin' },
  { name: 'no users', path: '/admin?search=nobody-is-called-so' },
  { name: 'registration', path: '/admin/registration' },
  { name: 'settings', path: '/admin/settings' },
  { name: 'health', path: '/admin/health' },
  { name: 'the mail test', path: '/admin/mail', reach: press('Send a test mail') },
]

for (const [width, theme] of [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)
  test(`88, 96: tokens, activity, preferences and administration have no fault at ${width} px, ${theme}`, async ({
    page,
    accounts,
    store,
    api,
  }) => {
    test.setTimeout(240_000)
    const administrator = await createAdministrator(accounts, store)
    await api.post('/oauth/personal-access-tokens', { name: 'kept' }, { bearer: administrator.accessToken })
    await page.setViewportSize({ width, height: 860 })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await enterPages(page, administrator)
    page.on('dialog', dialog => void dialog.accept())
    for (const { name, path, reach } of STATES) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await reach?.(page)
      expect.soft(await axe(page), name).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(overflow, `${name}: nothing sticks out`).toBeLessThanOrEqual(0)
    }
    await page.goto('/admin')
    await page.getByRole('list', { name: 'Users' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: 'The account' }).waitFor()
    expect.soft(await axe(page), 'a user').toEqual([])
    await press('Disable the account')(page)
    expect.soft(await axe(page), 'a question about a user').toEqual([])
  })
