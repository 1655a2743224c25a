import type { Page } from '@playwright/test'
import { alive, signInByPage } from './support/pages'
import { expect, test } from './support/test'

const identifier = (page: Page) => page.getByLabel('E-mail address or username')
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const submit = (page: Page) => page.getByRole('button', { name: 'Sign in' })
const alarm = (page: Page) => page.locator('form').getByRole('alert')

const collect = (page: Page, path: RegExp) => {
  const seen: string[] = []
  page.on('request', request => path.test(request.url()) && seen.push(request.method()))
  return seen
}

/** Opens a page whose scripts wait. @returns what lets them come. */
async function openAsleep(page: Page, path: string): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/*.js', async route => {
    await held
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  return release
}

test('1, 2, 9 password managers know both fields, in a form with a button that sends it', async ({ page }) => {
  await page.goto('/login')
  const name = identifier(page)
  await expect(name).toHaveAttribute('autocomplete', 'username')
  await expect(name).toHaveAttribute('autocapitalize', 'none')
  await expect(name).toHaveAttribute('spellcheck', 'false')
  for (const attribute of ['name', 'id']) await expect(password(page)).toHaveAttribute(attribute, /./)
  await expect(password(page)).toHaveAttribute('type', 'password')
  await expect(password(page)).toHaveAttribute('autocomplete', 'current-password')
  await expect(page.locator('form:has(input[type=password]) button[type=submit]')).toBeVisible()
})

test('6 a password can be pasted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/login')
  for (const field of [identifier(page), password(page)]) {
    await page.evaluate(() => navigator.clipboard.writeText('pasted text'))
    await field.focus()
    await page.keyboard.press('Control+V')
    await expect(field).toHaveValue('pasted text')
  }
})

test('10 Enter sends the form, by name as well as by address', async ({ page, accounts }) => {
  const account = await accounts.create()
  await page.goto('/login')
  await identifier(page).fill(account.username.toUpperCase())
  await password(page).fill(account.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account')
})

test('11 "Show password" shows it, and the caret stays where it was', async ({ page }) => {
  await page.goto('/login')
  await alive(page)
  await password(page).fill('correct horse')
  await password(page).evaluate((input: HTMLInputElement) => input.setSelectionRange(3, 3))
  const button = page.getByRole('button', { name: 'Show password' })
  await expect(button).toHaveAttribute('type', 'button')
  await expect(button).toHaveAttribute('aria-pressed', 'false')
  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  await expect(password(page)).toHaveAttribute('type', 'text')
  await expect(password(page)).toBeFocused()
  await expect.poll(() => password(page).evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3)
})

test('16, 22 a refused sign-in says so in place, keeps the name and leads to the password', async ({
  page,
  accounts,
}) => {
  const { email } = await accounts.create()
  await page.goto('/login')
  await signInByPage(page, { email, password: 'not the password' })
  await expect(alarm(page)).toHaveText('The name or the password is wrong.')
  await expect(identifier(page)).toHaveValue(email)
  await expect(password(page)).toBeFocused()
  await page.waitForTimeout(10_000)
  await expect(alarm(page)).toBeVisible()
})

test('17 the address is not asked for twice, and never stands in an address', async ({ page }) => {
  await page.goto('/login')
  await alive(page)
  await identifier(page).fill('zaphod@example.com')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page).toHaveURL(/\/forgot$/)
  await expect(identifier(page)).toHaveValue('zaphod@example.com')
})

test('17 who is in the field before the page comes to life types a name of their own, and adds to none', async ({
  page,
}) => {
  await page.goto('/login')
  await alive(page)
  await identifier(page).fill('zaphod@example.com')
  const release = await openAsleep(page, '/login')
  await identifier(page).focus()
  release()
  await expect(identifier(page)).toHaveValue('zaphod@example.com')
  await page.keyboard.type('trillian@example.com')
  await expect(identifier(page)).toHaveValue('trillian@example.com')
})

test('18 what is sent before the page has come to life is sent once it has, and never in the address', async ({
  page,
  accounts,
}) => {
  const account = await accounts.create()
  const release = await openAsleep(page, '/login')
  await signInByPage(page, account)
  expect(page.url()).not.toContain(account.password)
  await expect(page).toHaveURL(/\/login$/)
  release()
  await expect(page).toHaveURL(/\/account$/)
})

test('19 names and codes have room for what is pasted around them', async ({ page }) => {
  await page.goto('/login')
  expect(Number(await identifier(page).getAttribute('maxlength'))).toBeGreaterThanOrEqual(320)
})

test('20, 21 what is wrong with a field stands next to it, and the first such field has the focus', async ({
  page,
}) => {
  await page.goto('/login')
  await alive(page)
  await submit(page).click()
  const name = identifier(page)
  await expect(name).toBeFocused()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await expect(name).toHaveAccessibleDescription('Fill this in.')
  await name.fill('zaphod')
  await submit(page).click()
  await expect(password(page)).toBeFocused()
  await expect(name).not.toHaveAttribute('aria-invalid')
})

test('23 an unknown name and a wrong password are refused alike', async ({ page, accounts }) => {
  const known = await accounts.create()
  const seen: unknown[] = []
  for (const { email } of [known, accounts.invent()]) {
    await page.goto('/login')
    const answer = page.waitForResponse(/\/api\/auth\/login/)
    await signInByPage(page, { email, password: 'not the password' })
    const { request_id: _, ...body } = await (await answer).json()
    seen.push([(await answer).status(), body, await alarm(page).textContent()])
  }
  expect(seen[0]).toEqual(seen[1])
})

test('26 too many tries: how long to wait, counted down, and nothing to press until then', async ({
  page,
  accounts,
}) => {
  const { email } = accounts.invent()
  await page.goto('/login')
  await signInByPage(page, { email, password: 'wrong 0' })
  await expect(alarm(page)).toBeVisible()
  for (let tries = 1; tries < 6; tries++) {
    const answered = page.waitForResponse(/\/api\/auth\/login/)
    await password(page).fill(`wrong ${tries}`)
    await submit(page).click()
    await answered
    await expect(submit(page)).not.toHaveAttribute('aria-busy')
  }
  const answer = page.waitForResponse(/\/api\/auth\/login/)
  await password(page).fill('wrong 7')
  await submit(page).click()
  expect(Number((await answer).headers()['retry-after'])).toBeGreaterThan(0)
  await expect(alarm(page)).toHaveText(/Try again in about \d+ seconds\./)
  await expect(submit(page)).toBeDisabled()
  const before = await alarm(page).textContent()
  await expect.poll(() => alarm(page).textContent(), { timeout: 20_000 }).not.toBe(before)
})

test('27 a paused account is paused alike, whether it exists or not', async ({
  page,
  accounts,
  api,
  anotherAddress,
}) => {
  const known = await accounts.create()
  const seen: string[] = []
  for (const { email } of [known, accounts.invent()]) {
    for (let tries = 0; tries < 10; tries++)
      await api.post('/auth/login/', { username: email, password: 'wrong' }, { from: anotherAddress() })
    await page.goto('/login')
    await signInByPage(page, { email, password: known.password })
    seen.push(String(await alarm(page).textContent()).replace(/\d+/g, 'N'))
  }
  expect(seen[0]).toContain('Too many wrong tries.')
  expect(seen[1]).toBe(seen[0])
})

test('28, 29 a form that is being sent says so, keeps its width, and is sent once', async ({ page, accounts }) => {
  const account = await accounts.create()
  const sent = collect(page, /\/api\/auth\/login/)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/api/auth/login/', async route => {
    await held
    await route.continue()
  })
  await page.goto('/login')
  await alive(page)
  await identifier(page).fill(account.email)
  await password(page).fill(account.password)
  const before = await submit(page).boundingBox()
  await submit(page).dblclick()
  await expect(submit(page)).toHaveAttribute('aria-busy', 'true')
  await expect(submit(page)).toHaveAttribute('aria-disabled', 'true')
  expect(await submit(page).boundingBox()).toEqual(before)
  await page.keyboard.press('Enter')
  release()
  await expect(page).toHaveURL(/\/account$/)
  expect(sent).toEqual(['POST'])
})

test('30 without a network: it says so, keeps what was typed, and "Try again" tries again', async ({
  page,
  accounts,
}) => {
  const account = await accounts.create()
  await page.goto('/login')
  await alive(page)
  await page.route('**/api/auth/login/', route => route.abort('internetdisconnected'))
  await signInByPage(page, account).catch(() => undefined)
  await expect(alarm(page)).toContainText('No answer came.')
  await expect(identifier(page)).toHaveValue(account.email)
  await expect(password(page)).toHaveValue(account.password)
  await page.unroute('**/api/auth/login/')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page).toHaveURL(/\/account$/)
})

test('an account that is not active yet is told so, and led to a new mail', async ({ page, accounts, mail }) => {
  const account = await accounts.register()
  await mail.next(account.email, /Activate/)
  await page.goto('/login')
  await signInByPage(page, account)
  await expect(alarm(page)).toContainText('not activated yet')
  await page.getByRole('link', { name: 'Send the activation mail again' }).click()
  await page.getByText('Send me a new mail').click()
  await expect(page.getByLabel('E-mail address')).toHaveValue(account.email)
  await page.getByRole('button', { name: 'Send the mail' }).click()
  await expect(page.locator('form').getByRole('status').last()).toContainText('a new mail is on its way')
  const { link } = await mail.next(account.email, /Activate/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Activate the account' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account is active')
})
