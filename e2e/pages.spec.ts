import { sessionOf } from './support/jwt'
import { alive, enterPages } from './support/pages'
import { expect, test } from './support/test'

test('25, 32 a page that breaks says so, names its request, lets the name be copied, and leads home', async ({
  newPage,
  accounts,
  store,
  baseURL,
}) => {
  const page = await newPage()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL ?? '' })
  const account = await accounts.create()
  await enterPages(page, await accounts.signIn(account))
  // No product writes such a date; a page that has to show it breaks.
  await store.query(`UPDATE "User" SET "createdAt" = 'infinity' WHERE email = $1`, [account.email])
  const answer = await page.goto('/account')
  expect(answer?.status()).toBe(500)
  const id = answer?.headers()['x-request-id'] ?? ''
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main').locator('code')).toHaveText(id)
  await page.getByRole('button', { name: 'Copy the request’s name' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(id)
  await expect(page.getByRole('link', { name: 'To the start page' })).toBeVisible()
})

test('91, 94, 101 a move leads the keyboard to the title; a dialog keeps it and gives it back; help stands where it stood', async ({
  page,
  accounts,
}) => {
  const account = await accounts.create()
  await accounts.signIn(account)
  await enterPages(page, await accounts.signIn(account))
  await page.goto('/account')
  await alive(page)
  const help = page.getByRole('contentinfo').getByRole('link').last()
  const place = await help.getAttribute('href')
  await page.getByRole('navigation').getByRole('link', { name: 'Sessions' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeFocused()
  await expect(page).toHaveTitle('Sessions · Latchkey')
  expect(await help.getAttribute('href')).toBe(place)
  const opener = page.getByRole('button', { name: 'Sign out the other device' })
  await opener.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'End the other session?' })
  for (let count = 0; count < 5; count++) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate(element => element.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('the menu of a phone closes once something was chosen, and stays closed on the way back', async ({
  page,
  accounts,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await enterPages(page, await accounts.signIn(await accounts.create()))
  await page.goto('/account')
  await alive(page)
  const sessions = page.getByRole('navigation').getByRole('link', { name: 'Sessions' })
  await page.getByRole('button', { name: 'Menu' }).click()
  await sessions.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible()
  await expect(sessions).toBeHidden()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible()
  await expect(sessions).toBeHidden()
})

test('92, 99 focus is always seen, and edges stay where the system chooses the colours', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/login')
  await alive(page)
  const field = page.getByLabel('E-mail address or username')
  await field.focus()
  const look = (of: typeof field) =>
    of.evaluate(element => {
      const { outlineStyle, outlineWidth, borderTopStyle } = getComputedStyle(element)
      return { outlineStyle, outlineWidth: Number.parseFloat(outlineWidth), borderTopStyle }
    })
  expect(await look(field)).toMatchObject({ outlineStyle: 'solid', borderTopStyle: 'solid' })
  await page.emulateMedia({ forcedColors: 'none' })
  for (let count = 0; count < 8; count++) {
    await page.keyboard.press('Tab')
    const focused = await look(page.locator(':focus'))
    expect(focused.outlineStyle).not.toBe('none')
    expect(focused.outlineWidth).toBeGreaterThanOrEqual(2)
  }
})

test('106 a mail says product and account, has its link and code as text, and fetches nothing', async ({
  accounts,
  mail,
  page,
  store,
  api,
}) => {
  const account = await accounts.register()
  const { subject, text, html, link, ticket } = await mail.next(account.email)
  expect(subject).toContain('Latchkey')
  expect(subject).not.toContain(ticket)
  for (const part of [link, ticket, account.email]) expect(text, part).toContain(part)
  expect(html).not.toMatch(/<img|<script|src=|url\(/i)
  await page.setContent(html)
  await expect(page.getByRole('link')).toHaveCount(1)
  expect((await api.post('/auth/account/activate', { ticket })).status).toBe(204)
  const { accessToken } = await accounts.signIn(account)
  const kept = await store.query('SELECT 1 FROM "Session" WHERE id = $1', [sessionOf(accessToken)])
  expect(kept.length).toBe(1)
})
