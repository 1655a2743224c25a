import type { Page } from '@playwright/test'
import { codeOf } from './support/authenticator'
import { be } from './support/intra-browser'
import type { Student, Wishes } from './support/intra-visits'
import type { Mailbox } from './support/mailbox'
import { alive, enterPages, signInByPage } from './support/pages'
import { createProtected } from './support/protected'
import type { Store } from './support/store'
import { axe, expect, test } from './support/test'

const pressContinue = (page: Page) => page.getByRole('button', { name: 'Continue with 42' }).click()

/** Makes an account that only 42 opens. */
async function join(page: Page, student: Student, mail: Mailbox) {
  await page.goto('/login')
  await pressContinue(page)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mailbox' })).toBeVisible()
  await page.goto((await mail.next(student.email)).link)
  await page.getByRole('button', { name: 'Finish and sign in' }).click()
  await expect(page).toHaveURL(/\/account$/)
}

/** It is an hour since this person last proved who they are. */
const letAnHourPass = (store: Store, email: string) =>
  store.query(
    `UPDATE "Session" s SET "authenticatedAt" = now() - interval '1 hour' FROM "User" u
     WHERE u.id = s."userId" AND u.email = $1`,
    [email],
  )

test('the first visit makes an account, confirmed by mail; the second signs in', async ({
  page,
  context,
  visits,
  mail,
}) => {
  const student = visits.invent()
  await be(page, { profile: student })
  await page.goto('/register')
  await pressContinue(page)
  await expect(page.getByRole('heading', { name: 'You are new here' })).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.reload()
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByLabel('E-mail address')).toHaveValue(student.email)
  await expect(page.getByLabel('Username (optional)')).toHaveValue(student.login)
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mailbox' })).toBeVisible()
  const { link } = await mail.next(student.email)
  await page.goto(link)
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Finish and sign in' }).click()
  await expect(page).toHaveURL(/\/account$/)

  await context.clearCookies()
  await page.goto('/login?next=%2Faccount%2Fsessions')
  await pressContinue(page)
  await expect(page).toHaveURL(/\/account\/sessions$/)
  expect(page.url()).not.toContain('code=')
})

test('62 the only way in is not unlinked: the page leads to setting a password', async ({ page, visits, mail }) => {
  const student = visits.invent()
  await be(page, { profile: student })
  await join(page, student, mail)
  await page.goto('/account/connections')
  await alive(page)
  await page.getByRole('button', { name: 'Unlink' }).click()
  await page.getByRole('dialog', { name: 'Unlink 42?' }).getByRole('button', { name: 'Unlink' }).click()
  await expect(page.getByText('This is the only way into the account.')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'Set a password' }).click()
  await expect(page).toHaveURL(/\/account#password$/)
})

test('linked and unlinked from a signed-in session', async ({ page, accounts, visits, mail }) => {
  const account = await accounts.create()
  const student = visits.invent()
  await enterPages(page, await accounts.signIn(account))
  await be(page, { profile: student })
  await page.goto('/account/connections')
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Link 42' }).click()
  await expect(page.getByText('42 is linked. From now on it signs you in.')).toBeVisible()
  await expect(page.getByText(student.login)).toBeVisible()
  await mail.next(account.email, /42/)
  await alive(page)
  await page.getByRole('button', { name: 'Unlink' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click()
  await expect(page.getByText('42 is no longer linked.')).toBeVisible()
})

test('68 an old session is asked for a proof when it comes back to link, and goes on by itself', async ({
  page,
  accounts,
  visits,
  store,
}) => {
  const account = await accounts.create()
  await enterPages(page, await accounts.signIn(account))
  await letAnHourPass(store, account.email)
  await be(page, { profile: visits.invent() })
  await page.goto('/account/connections')
  await page.getByRole('button', { name: 'Link 42' }).click()
  await page.getByLabel('Your password').fill(account.password)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('42 is linked. From now on it signs you in.')).toBeVisible()
})

test('68 who has no password proves by 42 in a second tab; the next visit to 42 is a sign-in like any other', async ({
  page,
  context,
  visits,
  mail,
  store,
}) => {
  const student = visits.invent()
  await be(context, { profile: student })
  await join(page, student, mail)
  await letAnHourPass(store, student.email)
  await page.goto('/account/remove')
  await page.getByLabel('Type remove my account').fill('remove my account')
  await page.getByRole('button', { name: 'Remove the account' }).click()
  const question = page.getByRole('dialog')
  const proof = context.waitForEvent('page')
  await question.getByRole('button', { name: 'Continue with 42' }).click()
  await (await proof).waitForEvent('close')
  await expect(page).toHaveURL(/\/\?removed$/)

  const newcomer = visits.invent()
  await be(context, { profile: newcomer })
  await page.goto('/login')
  await pressContinue(page)
  await expect(page.getByRole('heading', { name: 'You are new here' })).toBeVisible()
})

test('"Sign in and link" goes on by itself after the sign-in, second factor included; then 42 asks for it, too', async ({
  page,
  context,
  accounts,
  api,
  visits,
  store,
}) => {
  const person = await createProtected(accounts, api)
  await be(page, { profile: visits.invent() })
  await page.goto('/login')
  await pressContinue(page)
  await page.getByRole('link', { name: 'Sign in and link' }).click()
  await signInByPage(page, person)
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(person.secret))
  await expect(page.getByText('42 is linked. From now on it signs you in.')).toBeVisible()
  await store.query(
    `UPDATE "SecondFactor" f SET "lastStep" = 0 FROM "User" u WHERE u.id = f."userId" AND u.email = $1`,
    [person.email],
  )
  await context.clearCookies()
  await page.goto('/login')
  await pressContinue(page)
  await expect(page).toHaveURL(/\/login\/two-factor$/)
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(person.secret))
  await expect(page).toHaveURL(/\/account$/)
})

test('a 42 account that is linked to somebody else is not linked again, and nothing says whose it is', async ({
  page,
  browser,
  accounts,
  visits,
  baseURL,
}) => {
  const student = visits.invent()
  const [first, second] = [await accounts.create(), await accounts.create()]
  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  const other = await context.newPage()
  for (const [tab, account] of [
    [other, first],
    [page, second],
  ] as const) {
    await enterPages(tab, await accounts.signIn(account))
    await be(tab, { profile: student })
    await tab.goto('/account/connections')
    await tab.getByRole('button', { name: 'Link 42' }).click()
    await tab.getByRole('heading', { name: tab === other ? 'Connections' : 'Linked already' }).waitFor()
    if (tab === other) await expect(tab.getByText('42 is linked.')).toBeVisible()
  }
  expect(await page.locator('main').textContent()).not.toContain(first.email)
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'To your connections' }).click()
  await expect(page.getByText('No 42 account is linked.')).toBeVisible()
  await context.close()
})

for (const { name, wishes, title, next } of [
  { name: 'refused at 42', wishes: { deny: 'access_denied' }, title: 'You said no at 42', next: 'To the sign-in page' },
  { name: '42 is down', wishes: { token_fault: '500' }, title: '42 does not answer', next: 'Try again with 42' },
] as { name: string; wishes: Wishes; title: string; next: string }[])
  test(`${name}: one sentence and one main button`, async ({ page }) => {
    await be(page, wishes)
    await page.goto('/login')
    await pressContinue(page)
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await expect(page.getByText(next, { exact: true })).toBeVisible()
    expect(await axe(page)).toEqual([])
  })

test('OAU-01, OAU-08 somebody else’s visit and a replayed one end in "Start again", and sign nobody in', async ({
  page,
  context,
  api,
  visits,
}) => {
  const attacker = await visits.begin(api, 'login')
  await page.goto(await visits.authorize(attacker.url, { profile: visits.invent() }))
  await expect(page.getByRole('heading', { name: 'Start again' })).toBeVisible()
  expect(await context.cookies()).toEqual([])
  await page.goto('/intra?type=login')
  await expect(page.getByRole('heading', { name: 'Start again' })).toBeVisible()
})

test('OAU-10 what a visit for linking brought back does not sign in', async ({
  page,
  context,
  api,
  visits,
  baseURL,
}) => {
  const value = await visits.bring(api, 'link', visits.invent())
  await context.addCookies([{ name: 'api_token', value, url: baseURL ?? '' }])
  await page.goto('/intra?type=login')
  await expect(page.getByRole('heading', { name: 'Start again' })).toBeVisible()
})

test('OAU-18 `next` leads to no other origin', async ({ page, accounts, visits, baseURL }) => {
  const account = await accounts.create()
  await enterPages(page, await accounts.signIn(account))
  await be(page, { profile: visits.invent() })
  await page.goto('/account/connections')
  await page.getByRole('button', { name: 'Link 42' }).click()
  await expect(page.getByText('42 is linked.')).toBeVisible()
  await page.context().clearCookies()
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`)
    await page.evaluate(next => sessionStorage.setItem('latchkey-intra-next', next), next)
    await pressContinue(page)
    await expect(page).toHaveURL(`${baseURL}/account`)
    await page.context().clearCookies()
  }
})
