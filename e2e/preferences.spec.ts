import type { Client } from './support/http'
import { enterPages } from './support/pages'
import { expect, test } from './support/test'

const choose = (api: Client, bearer: string, name: string, value: unknown) =>
  api.put(`/api/v1/user/preferences/${name}`, { value }, { bearer })

test('a preference applies at once and is kept with the account', async ({ page, accounts, api }) => {
  const session = await accounts.signIn(await accounts.create())
  await enterPages(page, session)
  await page.goto('/account/preferences')
  const main = page.getByRole('main')
  await expect(main.getByLabel('Sign out when idle').locator('option:checked')).toHaveText('Not at all')
  await main.getByLabel('Theme').selectOption('Dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await main.getByLabel('Hide codes behind dots').check()
  await main.getByLabel('Entries as').selectOption('A grid')
  await main.getByLabel('Time zone').selectOption('Europe/Paris')
  await main.getByRole('combobox', { name: 'Language' }).selectOption('Français')
  await expect(page.getByRole('heading', { level: 1, name: 'Préférences' })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(main.getByLabel('Cacher les codes derrière des points')).toBeChecked()
  const kept = (await api.get('/api/v1/user/preferences', { bearer: session.accessToken })).json as {
    key: string
    value: unknown
  }[]
  const values = Object.fromEntries(kept.map(({ key, value }) => [key, value]))
  expect(values).toMatchObject({
    theme: 'dark',
    showOtpAsDot: true,
    displayMode: 'grid',
    timezone: 'Europe/Paris',
    lang: 'fr',
  })
})

test('100: what was chosen on one device holds after signing in on another', async ({ page, accounts, api }) => {
  const session = await accounts.signIn(await accounts.create())
  await choose(api, session.accessToken, 'theme', 'dark')
  await choose(api, session.accessToken, 'lang', 'fr')
  await enterPages(page, session)
  await page.goto('/account')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(page.getByRole('heading', { level: 1, name: 'Votre compte' })).toBeVisible()
})

test('what is chosen at the foot of a page is kept with the account, too', async ({ page, accounts, api }) => {
  const session = await accounts.signIn(await accounts.create())
  await enterPages(page, session)
  await page.goto('/account')
  const kept = page.waitForResponse(/\/api\/v1\/user\/preferences\/theme$/)
  await page.getByRole('contentinfo').getByLabel('Theme').selectOption('Dark')
  expect((await kept).status()).toBe(200)
  const answer = await api.get('/api/v1/user/preferences/theme', { bearer: session.accessToken })
  expect(answer.json).toMatchObject({ value: 'dark' })
})

test('84: an idle page asks before it signs out; one key is an answer, and signing in leads back', async ({
  page,
  accounts,
  api,
}) => {
  const session = await accounts.signIn(await accounts.create())
  await choose(api, session.accessToken, 'kickUserAfter', 1)
  await page.clock.install()
  await enterPages(page, session)
  await page.goto('/account/tokens')
  await page.waitForFunction(() => localStorage.getItem('latchkey-touched'))
  await page.clock.fastForward(35_000)
  const question = page.getByRole('dialog', { name: 'Are you still there?' })
  await expect(question).toBeVisible()
  await page.keyboard.press('Shift')
  await page.clock.fastForward(2_000)
  await expect(question).toHaveCount(0)
  await page.clock.fastForward(61_000)
  await expect(page).toHaveURL(/\/login\?next=%2Faccount%2Ftokens$/)
})
