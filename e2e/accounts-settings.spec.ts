import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { sessionOf } from './support/jwt'
import { signInBrowser, signInByPage } from './support/pages'
import { expect, test } from './support/test'

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const FRESH = 'a brand new pass phrase'

test('3, 58 changing the password asks for the current one, and offers to sign out other devices', async ({
  page,
  accounts,
  mail,
}) => {
  const account = await accounts.create()
  const elsewhere = await accounts.signIn(account)
  await signInBrowser(page, accounts, account)
  await page.goto('/account')
  const form = section(page, 'Password')
  await expect(form.locator('input[autocomplete=username]')).toHaveValue(account.email)
  await expect(form.getByLabel('Current password')).toHaveAttribute('autocomplete', 'current-password')
  await expect(form.getByLabel('New password')).toHaveAttribute('autocomplete', 'new-password')
  await expect(form.getByLabel('Sign out all other devices')).toBeChecked()
  await form.getByLabel('Current password').fill('not the password')
  await form.getByLabel('New password').fill(FRESH)
  await form.getByRole('button', { name: 'Change the password' }).click()
  await expect(form.getByLabel('Current password')).toHaveAccessibleDescription('The current password is wrong.')
  await expect(form.getByLabel('New password')).toHaveValue(FRESH)
  await form.getByLabel('Current password').fill(account.password)
  await form.getByRole('button', { name: 'Change the password' }).click()
  await expect(form.getByText('Your password is changed.')).toBeVisible()
  await expect(form.getByLabel('New password')).toHaveValue('')
  const asElsewhere = { headers: { authorization: `Bearer ${elsewhere.accessToken}` } }
  expect((await page.request.get('/api/account', asElsewhere)).status()).toBe(401)
  await mail.next(account.email, /password was changed/)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 }), 'this device stays').toHaveText('Your account')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signInByPage(page, { ...account, password: FRESH })
  await expect(page).toHaveURL(/\/account$/)
})

test('58 other devices stay signed in when that is wanted', async ({ page, accounts }) => {
  const account = await accounts.create()
  const elsewhere = await accounts.signIn(account)
  await signInBrowser(page, accounts, account)
  await page.goto('/account')
  const form = section(page, 'Password')
  await form.getByLabel('Current password').fill(account.password)
  await form.getByLabel('New password').fill(FRESH)
  await form.getByLabel('Sign out all other devices').uncheck()
  await form.getByRole('button', { name: 'Change the password' }).click()
  await expect(form.getByText('Your password is changed.')).toBeVisible()
  const asElsewhere = { headers: { authorization: `Bearer ${elsewhere.accessToken}` } }
  expect((await page.request.get('/api/account', asElsewhere)).status()).toBe(200)
})

test('a new address counts once it is confirmed from there; the old one is told', async ({ page, accounts, mail }) => {
  const account = await accounts.create()
  const wanted = accounts.invent().email
  await signInBrowser(page, accounts, account)
  await page.goto('/account')
  const form = section(page, 'E-mail address')
  await form.getByLabel('New e-mail address').fill(wanted)
  await form.getByLabel('Password', { exact: true }).fill(account.password)
  await form.getByRole('button', { name: 'Change the address' }).click()
  await expect(form.getByRole('status')).toContainText(`We have sent a mail to ${wanted}.`)
  await mail.next(account.email, /about to change/)
  const { link } = await mail.next(wanted, /Confirm your new address/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your address is changed')
  await page.getByRole('link', { name: 'To your account' }).click()
  await expect(page.locator('main header')).toContainText(wanted)
})

test('the data can be downloaded as a file with product and date in its name', async ({ page, accounts }) => {
  const account = await accounts.create()
  await signInBrowser(page, accounts, account)
  await page.goto('/account')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download my data' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^latchkey-account-\d{4}-\d\d-\d\d\.json$/)
  const data = JSON.parse(await readFile(await file.path(), 'utf8'))
  expect(data).toMatchObject({ product: 'Latchkey', profile: { email: account.email, username: account.username } })
})

test('68, 69 removal: what goes is listed, a copy is offered, the phrase is typed, the password proves it; then it goes on by itself', async ({
  page,
  accounts,
  mail,
  store,
}) => {
  const account = await accounts.create()
  const { accessToken } = await signInBrowser(page, accounts, account)
  await store.query(`UPDATE "Session" SET "authenticatedAt" = now() - interval '2 hours' WHERE id = $1`, [
    sessionOf(accessToken),
  ])
  await page.goto('/account')
  await page.getByRole('link', { name: 'Remove the account' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Remove your account')
  await expect(page.getByRole('region', { name: 'What goes' }).getByRole('listitem')).toHaveCount(6)
  await expect(page.getByRole('button', { name: 'Download my data' })).toBeVisible()
  const phrase = page.getByLabel('Type remove my account')
  const remove = page.getByRole('button', { name: 'Remove the account' })
  await phrase.fill('remove it')
  await remove.click()
  await expect(phrase).toHaveAccessibleDescription('Type the words exactly as shown.')
  await phrase.fill('remove my account')
  await remove.click()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await expect(dialog.getByLabel('Your password')).toBeFocused()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(page.locator('form').getByRole('alert')).toHaveText('Confirm that it is you first.')
  await expect(phrase, 'what was typed stays').toHaveValue('remove my account')
  await remove.click()
  await dialog.getByLabel('Your password').fill('not the password')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription('The current password is wrong.')
  await dialog.getByLabel('Your password').fill(account.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/\?removed$/)
  await expect(page.getByRole('status')).toHaveText('Your account and everything in it are gone.')
  await mail.next(account.email, /account was removed/)
  await page.goto('/login')
  await signInByPage(page, account)
  await expect(page.locator('form').getByRole('alert')).toHaveText('The name or the password is wrong.')
})

test('the account says in a sentence what happens if the worst happens today', async ({ page, accounts }) => {
  await signInBrowser(page, accounts, await accounts.create())
  await page.goto('/account')
  await expect(page.getByRole('main')).toContainText(
    'If somebody learned your password today, nothing else would stop them.',
  )
})

test('signing out without a network says that nothing has happened', async ({ page, accounts }) => {
  await signInBrowser(page, accounts, await accounts.create())
  await page.goto('/account')
  await page.route('**/api/auth/**', route => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('navigation').getByRole('alert')).toHaveText(
    'No answer came, so you are still signed in. Try again.',
  )
})
