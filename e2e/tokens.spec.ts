import type { Page } from '@playwright/test'
import { letProofAge } from './support/administrators'
import { sessionOf } from './support/jwt'
import { enterPages } from './support/pages'
import { expect, test } from './support/test'

const make = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Make the token' }).click()
}

const shownToken = async (page: Page) =>
  /lk_[0-9A-Za-z]{40}/.exec((await page.getByRole('dialog').textContent()) ?? '')?.[0] ?? ''

test('64, 65, PAT-01: a token is shown once, cannot be lost by Escape or a click beside it, and works', async ({
  page,
  accounts,
  api,
}) => {
  await enterPages(page, await accounts.signIn(await accounts.create()))
  await page.goto('/account/tokens')
  await expect(page.getByText('No program has a token of yours')).toBeVisible()
  await make(page, 'Backup on the NAS')

  const dialog = page.getByRole('dialog', { name: 'Your new token' })
  await expect(dialog).toBeVisible()
  const token = await shownToken(page)
  expect(token).toMatch(/^lk_/)
  await expect(dialog.getByText(/^curl http.*\/api\/v1\//)).toContainText(`"authorization: Bearer ${token}"`)
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'I have stored it' }).click()

  const row = page.getByRole('listitem').filter({ hasText: 'Backup on the NAS' })
  await expect(row).toContainText(token.slice(0, 8))
  await expect(row).toContainText('Look at the vault')
  await expect(row).toContainText('Never used')
  for (const look of [() => page.content(), () => page.reload().then(() => page.content())])
    expect(await look()).not.toContain(token)
  expect((await api.get('/api/account', { bearer: token })).status, 'no session').toBe(401)
})

test('66: an expiry says its date, and a token without one is warned of', async ({ page, accounts }) => {
  await enterPages(page, await accounts.signIn(await accounts.create()))
  await page.goto('/account/tokens')
  await page.getByRole('button', { name: 'Make a token' }).click()
  for (const [preset, days] of [
    ['After 7 days', 7],
    ['After a year', 365],
  ] as const) {
    await page.getByLabel('Expires').selectOption(preset)
    const date = new Date(Date.now() + days * 86_400_000)
    await expect(page.getByLabel('Expires')).toHaveAccessibleDescription(
      new RegExp(date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })),
    )
  }
  await page.getByLabel('Expires').selectOption('Never')
  await expect(page.getByText(/works until you revoke it/)).toBeVisible()
})

test('a token that may do nothing and one without a name are not sent', async ({ page, accounts }) => {
  await enterPages(page, await accounts.signIn(await accounts.create()))
  await page.goto('/account/tokens')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('Look at the vault').uncheck()
  await page.getByRole('button', { name: 'Make the token' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('Tick at least one thing')).toBeVisible()
  await expect(page.getByLabel('Administer this Latchkey'), 'not for everybody').toHaveCount(0)
})

test('67, PAT-02: revoking asks by name, and the token is refused from then on', async ({ page, accounts, api }) => {
  const session = await accounts.signIn(await accounts.create())
  const bearer = session.accessToken
  await api.post('/oauth/personal-access-tokens', { name: 'Old script' }, { bearer })
  await api.post('/oauth/personal-access-tokens', { name: 'Another' }, { bearer })
  await enterPages(page, session)
  await page.goto('/account/tokens')
  await page.getByRole('button', { name: 'Revoke Old script' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Revoke “Old script”?' })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('button', { name: 'Revoke Old script' })).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Revoke the token' }).click()
  await expect(page.getByRole('status')).toContainText('“Old script” was revoked.')
  await expect(page.getByRole('listitem').filter({ hasText: 'Old script' })).toHaveCount(0)
  const names = (await api.get('/oauth/personal-access-tokens', { bearer })).json as { name: string }[]
  expect(names.map(({ name }) => name)).toEqual(['Another'])
})

test('68, PAT-07: making one asks who it is when that was long ago; cancelling makes none', async ({
  page,
  accounts,
  store,
}) => {
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  await enterPages(page, session)
  await letProofAge(store, session)
  await page.goto('/account/tokens')
  await make(page, 'Slow one')
  const question = page.getByRole('dialog', { name: 'Is it you?' })
  await question.getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByLabel('Name')).toHaveValue('Slow one')
  await page.getByRole('button', { name: 'Make the token' }).click()
  await question.getByLabel('Your password').fill(account.password)
  await question.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Slow one' })).toHaveCount(1)
})

test('PAT-06: the list says when and from where a token was used, when it ends, and which ones lie unused', async ({
  page,
  accounts,
  api,
  store,
}) => {
  const session = await accounts.signIn(await accounts.create())
  for (const name of ['busy', 'idle', 'over'])
    await api.post('/oauth/personal-access-tokens', { name }, { bearer: session.accessToken })
  const change = (name: string, set: string) =>
    store.query(
      `UPDATE "PersonalToken" SET ${set} WHERE name = $1 AND "userId" = (SELECT "userId" FROM "Session" WHERE id = $2)`,
      [name, sessionOf(session.accessToken)],
    )
  await change('busy', `"lastUsedAt" = now() - interval '2 hours', "lastAddress" = '203.0.113.7'`)
  await change('idle', `"createdAt" = now() - interval '91 days'`)
  await change('over', `"expiresAt" = now() - interval '1 day'`)
  await enterPages(page, session)
  await page.goto('/account/tokens')
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
  await expect(row('busy')).toContainText('Last used 2 hours ago from 203.0.113.7')
  await expect(row('busy')).toContainText('No expiry')
  await expect(row('idle')).toContainText('Unused for 90 days')
  await expect(row('over')).toContainText('Expired')
  await expect(row('busy')).not.toContainText('Unused')
})
