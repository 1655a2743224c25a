import { userOf } from './support/jwt'
import { enterPages } from './support/pages'
import { expect, test } from './support/test'

test('the history tells in sentences what happened, when, with which device and from where', async ({
  page,
  accounts,
  api,
  address,
}) => {
  const account = await accounts.create()
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  await api.post('/auth/login', { email: account.email, password: 'a wrong password' }, { headers })
  await enterPages(page, await accounts.signIn(account))
  await page.goto('/account/activity')
  const failed = page.getByRole('listitem').filter({ hasText: 'Somebody tried to sign in with a wrong password' })
  await expect(failed).toContainText('Look closely')
  await expect(failed).toContainText(`Firefox on Linux · ${address}`)
  await expect(failed.locator('time')).toHaveAttribute('datetime', /^\d{4}-/)
  await expect(page.getByText('The account was activated')).toBeVisible()

  await page.getByRole('link', { name: 'Account', exact: true }).last().click()
  await expect(failed).toHaveCount(0)
  await expect(page.getByText('The account was activated')).toBeVisible()
  await page.getByRole('link', { name: 'Tokens', exact: true }).last().click()
  await expect(page.getByText('Nothing of this kind has happened.')).toBeVisible()
})

test('older events come when they are asked for, each once', async ({ page, accounts, store }) => {
  const session = await accounts.signIn(await accounts.create())
  await store.query(
    `INSERT INTO "Event" (id, "userId", kind, data, address, device, at)
     SELECT gen_random_uuid(), $1, 'token_created', jsonb_build_object('name', 'token ' || n), '', '',
       now() - n * interval '1 minute' FROM generate_series(1, 45) n`,
    [userOf(session.accessToken)],
  )
  await enterPages(page, session)
  await page.goto('/account/activity?about=tokens')
  const events = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: /was made/ })
  await expect(events).toHaveCount(30)
  await page.getByRole('button', { name: 'Show older' }).click()
  await expect(events).toHaveCount(45)
  await expect(page.getByText('That is all.')).toBeVisible()
  await expect(page.getByText('“token 45” was made')).toBeVisible()
})

test('"This wasn’t me" asks, closes the account to everybody else, and leads to a new password', async ({
  page,
  accounts,
  api,
}) => {
  const account = await accounts.create()
  const [own, other] = [await accounts.signIn(account), await accounts.signIn(account)]
  await enterPages(page, own)
  await page.goto('/account/activity')
  await page.getByRole('button', { name: 'This wasn’t me' }).click()
  await page.getByRole('button', { name: 'It was me' }).click()
  expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(200)

  await page.getByRole('button', { name: 'This wasn’t me' }).click()
  await page.getByRole('button', { name: 'Close it to everybody else' }).click()
  const next = page.getByRole('dialog', { name: 'Now choose a new password' })
  await expect(next).toContainText('One other device was signed out, and there were no tokens to revoke.')
  expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(401)
  await next.getByLabel('Current password').fill(account.password)
  await next.getByLabel('New password').fill('a brand new password')
  await next.getByRole('button', { name: 'Change the password' }).click()
  await expect(next.getByText(/password (is|was) changed/i)).toBeVisible()
  await next.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('The password was changed')).toBeVisible()
  await accounts.signIn({ ...account, password: 'a brand new password' })
})

test('the history speaks French to who chose French', async ({ page, accounts, baseURL }) => {
  await page.context().addCookies([{ name: 'language', value: 'fr', url: baseURL ?? '' }])
  await enterPages(page, await accounts.signIn(await accounts.create()))
  await page.goto('/account/activity')
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(page.getByText('Connexion avec le mot de passe')).toBeVisible()
  await expect(page.getByText('Le compte a été activé')).toBeVisible()
})
