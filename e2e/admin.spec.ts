import { createAdministrator, letProofAge } from './support/administrators'
import { userOf } from './support/jwt'
import { enterPages } from './support/pages'
import { expect, test } from './support/test'

const PAGES = ['/admin', '/admin/mail', '/admin/health']

test('PAT-11: for anybody but administrators there is no administration', async ({ page, accounts, store }) => {
  const administrator = await createAdministrator(accounts, store)
  const session = await accounts.signIn(await accounts.create())
  await enterPages(page, session)
  await page.goto('/account')
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
  for (const path of [...PAGES, `/admin/users/${userOf(administrator.accessToken)}`]) {
    const response = await page.goto(path)
    expect(response?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
    expect(await page.content()).not.toContain(administrator.email)
  }
  await page.context().clearCookies()
  await page.goto('/admin')
  await expect(page).toHaveURL(/\/login\?next=/)
})

test('users are found by name and state, and each has a page', async ({ page, accounts, store }) => {
  const administrator = await createAdministrator(accounts, store)
  const account = await accounts.register()
  await enterPages(page, administrator)
  await page.goto('/account')
  await page.getByRole('link', { name: 'Administration' }).click()
  await page.getByLabel('Search by address or username').fill(account.username)
  await page.keyboard.press('Enter')
  const users = page.getByRole('list', { name: 'Users' }).getByRole('listitem')
  await expect(users).toHaveCount(1)
  await expect(users).toContainText('Not activated')
  await expect(users).toContainText('Never signed in')
  await page.getByLabel('State').selectOption('Disabled')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('Nobody is called so.')).toBeVisible()
  await page.getByRole('link', { name: 'Show everybody' }).click()
  await page.getByRole('link', { name: new RegExp(account.email) }).click()
  await expect(page.getByRole('heading', { level: 1, name: account.email })).toBeVisible()
  await expect(page).toHaveTitle(new RegExp(account.email))
  expect((await page.goto('/admin/users/019a0000-0000-7000-8000-000000000000'))?.status()).toBe(404)
})

test('PAT-12: whoever is added by an administrator chooses a password by mail, and signs in with it', async ({
  page,
  accounts,
  store,
  mail,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const { email, username, password } = accounts.invent()
  await enterPages(page, administrator)
  await page.goto('/admin')
  await letProofAge(store, administrator)
  await page.getByRole('button', { name: 'Add a user' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a user' })
  await dialog.getByLabel('E-mail address').fill(administrator.email)
  await dialog.getByRole('button', { name: 'Add the user' }).click()
  await expect(dialog.getByText('Fill this in.')).toBeVisible()
  await expect(dialog.getByLabel('Username')).toBeFocused()
  await dialog.getByLabel('Username').fill(username)
  await page.keyboard.press('Enter')
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await proof.getByLabel('Your password').fill(administrator.password)
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByText('There is an account with this address already.')).toBeVisible()
  await dialog.getByLabel('E-mail address').fill(email)
  await dialog.getByLabel('Administrator').check()
  await dialog.getByRole('button', { name: 'Add the user' }).click()
  await expect(page.getByText(`${email} has an account.`)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: email })).toContainText('Administrator')

  const { link } = await mail.next(email, /was made for you/)
  await page.context().clearCookies()
  await page.goto(new URL(link).pathname + new URL(link).hash)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Your password is new' })).toBeVisible()
  await accounts.signIn({ email, username, password })
})

test('PAT-12: an act says what its owner will notice, is done after a fresh proof, and told to the owner', async ({
  page,
  accounts,
  store,
  mail,
  api,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  await enterPages(page, administrator)
  await page.goto(`/admin/users/${userOf(accessToken)}`)
  await letProofAge(store, administrator)
  await page.getByRole('button', { name: 'Disable the account' }).click()
  const question = page.getByRole('dialog', { name: `Disable the account of ${account.email}?` })
  await expect(question).toContainText('Every device is signed out')
  await question.getByRole('button', { name: 'Disable the account' }).click()
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await proof.getByLabel('Your password').fill(administrator.password)
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('status')).toContainText(`The account of ${account.email} is disabled.`)
  await expect(page.getByRole('button', { name: 'Enable the account' })).toBeVisible()
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
  await mail.next(account.email, /was disabled/)

  await page.getByRole('button', { name: 'Enable the account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Enable the account' }).click()
  await expect(page.getByRole('button', { name: 'Disable the account' })).toBeVisible()

  await page.getByRole('button', { name: 'Mail a link for a new password' }).click()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('status')).toContainText('The link is on its way')
  await mail.next(account.email, /Choose a new password/)

  await page.getByRole('button', { name: 'Remove the account' }).click()
  await page.getByRole('button', { name: 'Do nothing' }).click()
  await page.getByRole('button', { name: 'Remove the account' }).click()
  await page.getByRole('button', { name: 'Remove for good' }).click()
  await expect(page).toHaveURL(/\/admin$/)
  await mail.next(account.email, /was removed/)
})

test('the mail test shows what the mail server answers, and health what the instance says of itself', async ({
  page,
  accounts,
  store,
}) => {
  const administrator = await createAdministrator(accounts, store)
  await enterPages(page, administrator)
  await page.goto('/admin/mail')
  await page.getByRole('button', { name: 'Send a test mail' }).click()
  await expect(page.getByText(`The mail server took it for ${administrator.email}.`)).toBeVisible()
  await expect(page.getByText(/^250 /)).toBeVisible()
  await page.getByRole('link', { name: 'Health' }).click()
  await expect(page.getByText('In order')).toHaveCount(3)
  await expect(page.getByText(process.version.slice(1), { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('In order')).toHaveCount(3)
})
