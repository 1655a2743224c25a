import type { Page } from '@playwright/test'
import { alive, signInByPage } from './support/pages'
import { expect, test } from './support/test'

const email = (page: Page) => page.getByLabel('E-mail address')
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const create = (page: Page) => page.getByRole('button', { name: 'Create the account' })
const title = (page: Page) => page.getByRole('heading', { level: 1 })

async function register(page: Page, account: { email: string; password: string; username?: string }) {
  await page.goto('/register')
  await email(page).fill(account.email)
  if (account.username) await page.getByLabel('Username (optional)').fill(account.username)
  await password(page).fill(account.password)
  await create(page).click()
  await expect(title(page)).toHaveText('Look into your mailbox')
}

async function signIn(page: Page, account: { email: string; password: string }) {
  await page.goto('/login')
  await signInByPage(page, account)
}

test('14 registered, activated by the mail’s button, signed in; a passphrase of 128 characters is taken as it is', async ({
  page,
  accounts,
  mail,
}) => {
  const account = { ...accounts.invent(), password: `${'pass phrase 🔑 '.repeat(9)}and`.padEnd(130, '·') }
  account.password = [...account.password].slice(0, 128).join('')
  await register(page, account)
  const { link } = await mail.next(account.email, /Activate/)
  await page.goto(link)
  await expect(title(page)).toHaveText('Activate your account')
  await page.getByRole('button', { name: 'Activate the account' }).click()
  await expect(title(page)).toHaveText('Your account is active')
  expect(page.url(), 'a spent ticket leaves the address').not.toContain('#')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByLabel('E-mail address or username')).toHaveValue(account.email)
  await signInByPage(page, account)
  await expect(page).toHaveURL(/\/account$/)
  await page.reload()
  await expect(title(page), 'the session survives a reload').toHaveText('Your account')
})

test('15 a password that differs only beyond its 72nd byte is another password', async ({ page, accounts }) => {
  const start = 'correct horse battery staple '.repeat(3).slice(0, 72)
  const account = await accounts.create({ password: `${start}A` })
  await signIn(page, { ...account, password: `${start}B` })
  await expect(page.locator('form').getByRole('alert')).toHaveText('The name or the password is wrong.')
})

test('3, 12 fields of a registration say what they are, and the rules stand there before anything is typed', async ({
  page,
}) => {
  await page.goto('/register')
  await expect(email(page)).toHaveAttribute('type', 'email')
  await expect(email(page)).toHaveAttribute('autocomplete', 'email')
  await expect(password(page)).toHaveAttribute('autocomplete', 'new-password')
  await expect(password(page)).toHaveAccessibleDescription(/At least 6 characters; 15 or more are best/)
})

test('13 how strong a password is, is said in words', async ({ page }) => {
  await page.goto('/register')
  await alive(page)
  const said = page.locator('form').getByRole('status')
  for (const [typed, words] of [
    ['abc', 'Too short: use at least 6 characters.'],
    ['aaaaaaaaaaaaaaaaaaaa', 'Easy to guess. Make it longer.'],
    ['horse battery', 'Fair. A little longer is better.'],
    ['correct horse battery', 'Strong.'],
  ] as const) {
    await password(page).fill(typed)
    await expect(said).toHaveText(words)
  }
})

test('20 every fault of a registration stands at its field', async ({ page, accounts }) => {
  const { username } = await accounts.create()
  const fresh = accounts.invent()
  await page.goto('/register')
  await alive(page)
  await email(page).fill('zaphod')
  await password(page).fill('abc')
  await create(page).click()
  await expect(email(page)).toHaveAccessibleDescription('Enter an e-mail address, as name@example.com.')
  await expect(email(page)).toBeFocused()
  await expect(password(page)).toHaveAccessibleDescription(/Use at least 6 characters\./)
  await email(page).fill(fresh.email)
  await password(page).fill('password')
  await create(page).click()
  await expect(password(page)).toHaveAccessibleDescription(/one of the most common/)
  await password(page).fill(fresh.password)
  await page.getByLabel('Username (optional)').fill(username)
  await create(page).click()
  await expect(page.getByLabel('Username (optional)')).toHaveAccessibleDescription(/This username is taken\./)
})

test('24 a known and an unknown address lead to the same page, registering and forgetting', async ({
  page,
  accounts,
}) => {
  const known = await accounts.create()
  const fresh = accounts.invent()
  const seen: string[][] = []
  for (const { email, password } of [known, fresh]) {
    await register(page, { email, password })
    const registered = String(await page.locator('main').textContent())
    await page.goto('/forgot')
    await page.getByLabel('E-mail address or username').fill(email)
    await page.getByRole('button', { name: 'Send the mail' }).click()
    await expect(title(page)).toHaveText('Look into your mailbox')
    const forgotten = String(await page.locator('main').textContent())
    seen.push([registered, forgotten].map(text => text.replaceAll(email, 'EMAIL').replace(/\d+ seconds/, 'N seconds')))
  }
  expect(seen[0]).toEqual(seen[1])
})

test('the mail can be sent again after a minute, and the page says when', async ({ page, accounts, mail }) => {
  await page.clock.install()
  const account = accounts.invent()
  await register(page, account)
  const first = await mail.next(account.email, /Activate/)
  const again = page.getByRole('button', { name: 'Send it again' })
  await expect(again).toBeDisabled()
  await expect(page.getByText(/You can ask again in about \d+ seconds/)).toBeVisible()
  await page.clock.runFor(61_000)
  await again.click()
  await expect(page.getByRole('status')).toHaveText('If there is something to send, it is on its way again.')
  await expect(again).toBeDisabled()
  const second = await mail.next(account.email, /Activate/)
  expect(second.ticket).not.toBe(first.ticket)
})

test('31 a link that is no longer good says so, and how to go on', async ({ page, accounts, mail }) => {
  const account = await accounts.register()
  const { link, ticket } = await mail.next(account.email, /Activate/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Activate the account' }).click()
  await expect(title(page)).toHaveText('Your account is active')
  await page.goto('about:blank')
  await page.goto(link)
  await page.getByRole('button', { name: 'Activate the account' }).click()
  await expect(page.locator('form').getByRole('alert')).toHaveText(
    'This link or code is no longer good. Ask for a new one.',
  )
  await expect(page.getByText('Send me a new mail')).toBeVisible()
  await page.goto('about:blank')
  await page.goto(`/reset#${ticket}`)
  await page.getByLabel('New password').fill(account.password)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.locator('form').getByRole('alert')).toContainText('This link is no longer good')
  await page.getByRole('link', { name: 'Ask for a new mail' }).click()
  await expect(title(page)).toHaveText('Forgot your password?')
})

test('whoever cannot follow the link types the mail’s code', async ({ page, accounts, mail }) => {
  const account = await accounts.register()
  const { ticket } = await mail.next(account.email, /Activate/)
  await page.goto('/activate')
  await alive(page)
  await page.getByLabel('Code from the mail').fill(` ${ticket.toUpperCase()} `)
  await page.keyboard.press('Enter')
  await expect(title(page)).toHaveText('Your account is active')
})

test('opening a mail’s link spends nothing', async ({ page, accounts, mail, api }) => {
  const account = await accounts.register()
  const { link, ticket } = await mail.next(account.email, /Activate/)
  await page.goto(link)
  await alive(page)
  expect((await api.post('/auth/account/activate', { ticket })).status).toBe(204)
})

test('a forgotten password: mail, new password, sign in; every session is over', async ({ page, accounts, mail }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  await page.goto('/forgot')
  await page.getByLabel('E-mail address or username').fill(account.username)
  await page.getByRole('button', { name: 'Send the mail' }).click()
  const { link } = await mail.next(account.email, /new password/)
  await page.goto(link)
  const field = page.getByLabel('New password')
  await expect(field).toHaveAttribute('autocomplete', 'new-password')
  await expect(page.locator('form input[autocomplete=username]')).toHaveCount(1)
  await field.fill('a brand new pass phrase')
  await page.keyboard.press('Enter')
  await expect(title(page)).toHaveText('Your password is new')
  const answer = await page.request.get('/api/account', { headers: { authorization: `Bearer ${accessToken}` } })
  expect(answer.status()).toBe(401)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signInByPage(page, { ...account, password: 'a brand new pass phrase' })
  await expect(page).toHaveURL(/\/account$/)
})
