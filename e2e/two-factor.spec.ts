import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { codeOf } from './support/authenticator'
import { enterPages, signInByPage } from './support/pages'
import { scan } from './support/phone'
import { createProtected } from './support/protected'
import { axe, expect, test } from './support/test'

const field = (page: Page) => page.getByRole('textbox', { name: 'Code', exact: true })

/** Everything that a page keeps or shows outside of what is drawn. */
const traces = (page: Page) =>
  page.evaluate(() => JSON.stringify([location.href, document.title, history.state, localStorage, sessionStorage]))

async function challenge(page: Page, who: { email: string; password: string }, next = '/account') {
  await page.goto(`/login?next=${encodeURIComponent(next)}`)
  await signInByPage(page, who)
  await expect(page).toHaveURL(/\/login\/two-factor$/)
}

test('34–38, 44–48 an app is set up from the QR code in the picture, and asked for from then on', async ({
  page,
  context,
  accounts,
  mail,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL ?? '' })
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const account = await accounts.create()
  await enterPages(page, await accounts.signIn(account))
  await page.goto('/account/two-factor')
  await page.getByRole('link', { name: 'Set up an app' }).click()
  const picture = page.getByRole('img', { name: `QR code for adding ${account.email} to an authenticator app` })
  await page.emulateMedia({ colorScheme: 'dark' })
  const uri = await scan(picture)
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  expect(new URL(uri).searchParams.get('issuer')).toBe('Latchkey')
  expect(decodeURIComponent(new URL(uri).pathname)).toContain(account.email)
  await expect(page.locator('main code')).toHaveText(secret.match(/.{4}/g)?.join(' ') ?? '')
  await page.getByRole('button', { name: 'Copy the key' }).click()
  expect(await clipboard()).toBe(secret)
  expect(await axe(page)).toEqual([])

  await page.reload()
  expect(await scan(picture), 'a reload keeps the key').toBe(uri)
  expect((await accounts.signIn(account)).accessToken, 'nothing is on yet').toBeTruthy()

  await page.getByRole('button', { name: 'Next: type a code' }).click()
  await expect(field(page)).toHaveAttribute('inputmode', 'numeric')
  await field(page).fill(codeOf(secret, -1))
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await expect(list.getByRole('listitem')).toHaveCount(10)
  const codes = await list.locator('code').allTextContents()
  expect(codes.every(code => /^[A-Z2-7]{10}$/.test(code))).toBe(true)
  expect(await axe(page)).toEqual([])
  for (const hidden of [secret, ...codes]) expect(await traces(page)).not.toContain(hidden)

  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  expect(await clipboard()).toBe(codes.join('\n'))
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toMatch(/^latchkey-recovery-codes-\d{4}-\d\d-\d\d\.txt$/)
  const text = await readFile(await file.path(), 'utf8')
  for (const part of [account.email, 'Each code is good once.', ...codes]) expect(text).toContain(part)
  await page.emulateMedia({ media: 'print' })
  await expect(list).toBeVisible()
  await expect(page.getByRole('navigation')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })

  const goOn = page.getByRole('button', { name: 'Continue' })
  await expect(goOn).toBeDisabled()
  await page.getByLabel('I have saved these codes').check()
  await goOn.click()
  await expect(page.getByText('The second factor is on')).toBeVisible()
  await page.getByRole('button', { name: 'End that session' }).click()
  await expect(page.getByText('The other device is signed out.')).toBeVisible()
  await page.getByRole('link', { name: 'To the overview' }).click()
  await expect(page.getByText('On, with an authenticator app')).toBeVisible()
  await mail.next(account.email, /second factor/i)
})

test('4, 7, 39, 40, 43 the challenge takes a pasted code, sends it once, and survives a reload', async ({
  page,
  accounts,
  api,
}) => {
  const person = await createProtected(accounts, api)
  await challenge(page, person, '/account/sessions')
  const sent: string[] = []
  page.on('request', request => {
    if (request.url().includes('/2fa/validate/login')) sent.push(request.postDataJSON().code)
  })
  expect(await page.locator('form input[type=text]').count()).toBe(1)
  await expect(field(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(page.getByLabel('Remember this device for 30 days')).not.toBeChecked()
  expect(await axe(page)).toEqual([])
  const wrong = codeOf(person.secret, 5)
  await field(page).fill(`${wrong.slice(0, 3)} ${wrong.slice(3)}`)
  await expect(page.getByText('This code is wrong.')).toBeVisible()
  await expect(field(page)).toBeFocused()
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true')
  expect(sent).toEqual([wrong])
  await page.reload()
  const code = codeOf(person.secret)
  const wide = [...code].map(digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
  await field(page).fill(`${wide.slice(0, 3)}-${wide.slice(3)}`)
  await expect(page).toHaveURL(/\/account\/sessions$/)
  expect(sent).toEqual([wrong, code])
})

test('40 the tries that are left are said from two down, and after the last one the way is to begin anew', async ({
  page,
  accounts,
  api,
}) => {
  const person = await createProtected(accounts, api)
  await challenge(page, person)
  for (const said of [/wait for the next/, /wait for the next/, /Two tries are left/, /One try is left/]) {
    await field(page).fill('')
    await field(page).fill(String(100_000 + Math.floor(Math.random() * 900_000)))
    await expect(page.getByText(said)).toBeVisible()
    await page.reload()
  }
  await field(page).fill('000000')
  await expect(page.getByRole('heading', { name: 'That was the last try' })).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page).toHaveURL(/\/login/)
})

test('41 a code that was used is refused with words of its own, however soon it comes again', async ({
  page,
  context,
  accounts,
  api,
}) => {
  const person = await createProtected(accounts, api)
  const code = codeOf(person.secret)
  await challenge(page, person)
  await field(page).fill(code)
  await expect(page).toHaveURL(/\/account$/)
  await context.clearCookies()
  await challenge(page, person)
  await field(page).fill(code)
  await expect(page.getByText(/already used/)).toBeVisible()
  await expect(field(page)).toBeFocused()
})

test('31 without a sign-in under way, and after five minutes, the challenge says so', async ({
  page,
  accounts,
  api,
}) => {
  await page.goto('/login/two-factor')
  await expect(page.getByRole('heading', { name: 'Sign in first' })).toBeVisible()
  await challenge(page, await createProtected(accounts, api))
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('latchkey-challenge') ?? '{}')
    sessionStorage.setItem('latchkey-challenge', JSON.stringify({ ...kept, expiresAt: Date.now() - 1 }))
  })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This sign-in took too long' })).toBeVisible()
})

test('5, 8, 42, 50 a recovery code signs in, by keyboard, in any spelling; the factor stays on and its owner is told', async ({
  page,
  accounts,
  api,
  mail,
}) => {
  const person = await createProtected(accounts, api)
  const [first = ''] = person.codes
  await challenge(page, person)
  await page.getByRole('link', { name: 'Use a recovery code' }).focus()
  await page.keyboard.press('Enter')
  const input = page.getByRole('textbox', { name: 'Recovery code' })
  await expect(input).toHaveAttribute('autocomplete', 'off')
  await expect(input).toHaveAttribute('autocapitalize', 'none')
  await expect(input).not.toHaveAttribute('inputmode', /.+/)
  expect(await axe(page)).toEqual([])
  await input.fill(` ${first.slice(0, 5).toLowerCase()}-${first.slice(5)} `)
  await page.keyboard.press('Enter')
  await expect(page.getByText('9 recovery codes are left. The second factor stays on.')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page).toHaveURL(/\/account$/)
  await mail.next(person.email, /recovery code/i)
})

test('52 a remembered device is not asked again, is listed, and is asked once it is forgotten', async ({
  page,
  context,
  accounts,
  api,
}) => {
  const person = await createProtected(accounts, api)
  await challenge(page, person, '/account/two-factor')
  await page.getByLabel('Remember this device for 30 days').check()
  await field(page).fill(codeOf(person.secret))
  await expect(page).toHaveURL(/\/account\/two-factor$/)
  await context.clearCookies({ name: 'refresh_token' })
  await page.goto('/login?next=%2Faccount%2Ftwo-factor')
  await signInByPage(page, person)
  await expect(page).toHaveURL(/\/account\/two-factor$/)
  await page.getByRole('button', { name: /^Forget / }).click()
  await expect(page.getByText('No device is remembered.')).toBeVisible()
  await context.clearCookies({ name: 'refresh_token' })
  await challenge(page, person)
})

test('51 turning off says what is lost and takes a code, or a recovery code where the phone is gone', async ({
  page,
  accounts,
  api,
  mail,
}) => {
  const person = await createProtected(accounts, api)
  const [first = '', second = ''] = person.codes
  await challenge(page, person)
  await page.goto('/login/recover')
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(first)
  await page.keyboard.press('Enter')
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible()
  await page.goto('/account/two-factor')
  await page.getByRole('button', { name: 'Turn off' }).click()
  const dialog = page.getByRole('dialog', { name: 'Turn off the second factor?' })
  await expect(dialog.getByText('All recovery codes die')).toBeVisible()
  await field(page).fill(first)
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await expect(dialog.getByText('This code is wrong.')).toBeVisible()
  await field(page).fill(second)
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByText('The second factor is off.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Set up an app' })).toBeVisible()
  await mail.next(person.email, /off/i)
})

test('49 few codes are warned of; a rehearsal spends none; new ones ask first, and the old ones die', async ({
  page,
  accounts,
  api,
  store,
}) => {
  const person = await createProtected(accounts, api)
  const [first = ''] = person.codes
  await store.query(
    `UPDATE "RecoveryCode" SET "usedAt" = now() WHERE id IN (SELECT r.id FROM "RecoveryCode" r JOIN "User" u
       ON u.id = r."userId" WHERE u.email = $1 ORDER BY r.id DESC LIMIT 7)`,
    [person.email],
  )
  await challenge(page, person, '/account/sessions')
  await field(page).fill(codeOf(person.secret))
  await expect(page.getByText('3 recovery codes are left.')).toBeVisible()
  await page.getByRole('link', { name: 'Make new codes' }).click()
  await expect(page.getByText('3 of ten codes are left.')).toBeVisible()
  const input = page.getByRole('textbox', { name: 'Recovery code' })
  await input.fill(first)
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText('This code works, and is still unused.')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Make new codes' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make new recovery codes?' })
  await expect(dialog.getByText('The 3 that are left stop working at once.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Make new codes' }).click()
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await page.getByLabel('I have saved these codes').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('10 of ten codes are left.')).toBeVisible()
  await input.fill(first)
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText('This code is wrong.')).toBeVisible()
})

test('codes by e-mail are set up and asked for', async ({ page, context, accounts, mail }) => {
  const digits = async (to: string) => /\b\d{6}\b/.exec((await mail.next(to, /code/i)).text)?.[0] ?? ''
  const account = await accounts.create()
  await enterPages(page, await accounts.signIn(account))
  await page.goto('/account/two-factor/email')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await field(page).fill(await digits(account.email))
  await page.getByLabel('I have saved these codes').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('The second factor is on')).toBeVisible()
  await context.clearCookies()
  await challenge(page, account)
  await expect(page.getByText('We have mailed you six digits.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send it again' })).toBeVisible()
  await field(page).fill(await digits(account.email))
  await expect(page).toHaveURL(/\/account$/)
})
