import { enterPages, signInBrowser, signInByPage } from './support/pages'
import { expect, test } from './support/test'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'

test('53, 54 this device comes first, and every row says where, how and when', async ({ page, api, accounts }) => {
  const account = await accounts.create()
  await signInBrowser(page, accounts, account)
  await api.post(
    '/auth/login',
    { email: account.email, password: account.password },
    {
      headers: { 'user-agent': FIREFOX },
      from: '203.0.113.7',
    },
  )
  await page.goto('/account/sessions')
  const rows = page.getByRole('main').getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('This device')
  await expect(page.getByText('This device', { exact: true })).toHaveCount(1)
  const other = rows.nth(1)
  await expect(other).toContainText('Firefox on Linux')
  await expect(other).toContainText('203.0.113.7')
  await expect(other).toContainText('Signed in with the password')
  await expect(other.locator('time[datetime][title]')).toHaveCount(2)
})

test('55 an ended session is over at once: its browser is led to sign in', async ({ page, accounts, newPage }) => {
  const account = await accounts.create()
  const other = await newPage()
  await signInBrowser(other, accounts, account)
  await other.goto('/account')
  await signInBrowser(page, accounts, account)
  await page.goto('/account/sessions')
  await page.getByRole('button', { name: /^End / }).click()
  const dialog = page.getByRole('dialog', { name: /^End the session of / })
  await dialog.getByRole('button', { name: 'End session' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'That device is signed out.' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  await other.getByRole('button', { name: 'Download my data' }).click()
  await expect(other).toHaveURL(/\/login\?next=%2Faccount$/)
})

test('56 all others are ended by one button that says how many, and this one stays', async ({
  page,
  accounts,
  newPage,
}) => {
  const account = await accounts.create()
  const other = await newPage()
  await signInBrowser(other, accounts, account)
  await accounts.signIn(account)
  await signInBrowser(page, accounts, account)
  await page.goto('/account/sessions')
  await page.getByRole('button', { name: 'Sign out all 2 other devices' }).click()
  const dialog = page.getByRole('dialog', { name: 'End 2 other sessions?' })
  await dialog.getByRole('button', { name: 'Keep them' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Sign out all 2 other devices' }).click()
  await dialog.getByRole('button', { name: 'End sessions' }).click()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  await other.goto('/account')
  await expect(other).toHaveURL(/\/login/)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sessions')
})

test('57 signing out in one tab signs out the others without a reload', async ({ page, context, accounts }) => {
  await signInBrowser(page, accounts, await accounts.create())
  await page.goto('/account')
  const other = await context.newPage()
  await other.goto('/account/sessions')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Sessions')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/login$/)
  await expect(other).toHaveURL(/\/login$/)
})

test('59 after signing out, Back shows nothing of the account', async ({ page, accounts }) => {
  const account = await accounts.create()
  await signInBrowser(page, accounts, account)
  const answer = await page.goto('/account')
  expect(answer?.headers()['cache-control']).toContain('no-store')
  await page.getByRole('link', { name: 'Sessions' }).click()
  await expect(page).toHaveURL(/\/account\/sessions$/)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/login$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/login/)
  await expect(page.getByText(account.email)).toHaveCount(0)
})

test('60 a deep link leads through signing in to where it pointed', async ({ page, accounts }) => {
  await page.goto('/account/activity?about=security')
  await expect(page).toHaveURL(/\/login\?next=/)
  await signInByPage(page, await accounts.create())
  await expect(page).toHaveURL(/\/account\/activity\?about=security$/)
})

for (const next of [
  '//evil.test',
  '/\\evil.test',
  'https://evil.test/',
  '/\t/evil.test',
  'javascript:alert(1)',
  '/api/readyz',
])
  test(`60 signing in never leads to ${JSON.stringify(next)}`, async ({ page, accounts, baseURL }) => {
    await page.goto(`/login?next=${encodeURIComponent(next)}`)
    await signInByPage(page, await accounts.create())
    await expect(page).toHaveURL(`${baseURL}/account`)
  })

test('whoever is signed in is not asked to sign in, and the start page leads to the account', async ({
  page,
  accounts,
}) => {
  await signInBrowser(page, accounts, await accounts.create())
  for (const [path, expected] of [
    ['/login?next=/account/sessions', /\/account\/sessions$/],
    ['/', /\/account$/],
    ['/register', /\/account$/],
  ] as const) {
    await page.goto(path)
    await expect(page).toHaveURL(expected)
  }
})

test('61 an access token that has run out is renewed without notice, and what was typed stays', async ({
  page,
  accounts,
}) => {
  const account = await accounts.create()
  await page.clock.install()
  await signInBrowser(page, accounts, account)
  const renewals: string[] = []
  page.on('request', request => request.url().includes('/token/refresh') && renewals.push(request.url()))
  await page.goto('/account')
  const form = page.getByRole('region', { name: 'E-mail address', exact: true })
  await page.getByLabel('New e-mail address').fill('zaphod@example.com')
  // The download is the proof that the first token has come.
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download my data' }).click()
  await download
  expect(renewals).toHaveLength(1)
  await page.clock.fastForward('20:00')
  await form.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Change the address' }).click()
  await expect(form.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    'The current password is wrong.',
  )
  expect(renewals).toHaveLength(2)
  await expect(page.getByLabel('New e-mail address')).toHaveValue('zaphod@example.com')
})

test('tabs share one renewal', async ({ page, context, accounts }) => {
  await signInBrowser(page, accounts, await accounts.create())
  const renewals: string[] = []
  context.on('request', request => request.url().includes('/token/refresh') && renewals.push(request.url()))
  const other = await context.newPage()
  await page.goto('/account')
  await other.goto('/account')
  const press = { name: 'Download my data' }
  const downloads = [page.waitForEvent('download'), other.waitForEvent('download')]
  await Promise.all([page.getByRole('button', press).click(), other.getByRole('button', press).click()])
  await Promise.all(downloads)
  expect(renewals).toHaveLength(1)
})

test('a refresh token that was used twice ends the session, in the browser too', async ({
  page,
  accounts,
  api,
  store,
}) => {
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  await enterPages(page, session)
  await page.goto('/account')
  const rotate = () => api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: session.refreshToken } })
  expect((await rotate()).status).toBe(200)
  await store.query(
    `UPDATE "Session" SET "rotatedAt" = ARRAY[now() - interval '1 hour']
    WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [account.email],
  )
  await page.getByRole('button', { name: 'Download my data' }).click()
  await expect(page).toHaveURL(/\/login/)
})
