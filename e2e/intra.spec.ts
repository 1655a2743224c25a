import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

// The scripts of these tests stand in for those of the pages, which a page's own policy would refuse.
test.use({ bypassCSP: true })

/** What a page of ours calls the API with, from inside the browser. */
const call = (page: Page, method: string, path: string, bearer?: string) =>
  page.evaluate(
    async ([method, path, bearer]) => {
      const headers = bearer ? { authorization: `Bearer ${bearer}` } : {}
      const answer = await fetch(path as string, { method: method as string, headers })
      const text = await answer.text()
      return { status: answer.status, json: text ? JSON.parse(text) : undefined }
    },
    [method, path, bearer] as const,
  )

/**
 * Goes to 42, which is another site, and comes back by pressing what its page offers. The page it comes back to is kept
 * asleep: it would finish the visit by itself.
 */
async function visit(page: Page, type: 'login' | 'link', press: RegExp, bearer?: string) {
  await page.route('**/*.js', route => route.fulfill({ contentType: 'text/javascript', body: '' }))
  const { json } = await call(page, 'GET', `/oauth2/intra/url/?type=${type}`, bearer)
  await page.goto(json.url)
  await page.getByRole('link', { name: press }).click()
}

test('OAU-27 the cookies survive the way over another site, and nothing of it stays in the address', async ({
  page,
  baseURL,
}) => {
  await page.goto('/healthz')
  await visit(page, 'login', /Continue as zaphod/)
  await expect(page).toHaveURL(`${baseURL}/intra?type=login`)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(await call(page, 'POST', '/oauth2/intra/login/')).toMatchObject({
    status: 404,
    json: { code: 'account_not_linked' },
  })
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['intra_newcomer'])
  await page.goBack()
  expect(page.url(), 'the history holds no code').not.toContain('code=')
})

test('refused at 42: back on our own page, which says so', async ({ page, baseURL }) => {
  await page.goto('/healthz')
  await visit(page, 'login', /Refuse/)
  await expect(page).toHaveURL(`${baseURL}/intra?type=login&error=access_denied`)
  expect(await page.context().cookies()).toEqual([])
})

test('linked from a signed-in browser, then signed in from an empty one', async ({ page, browser, accounts }) => {
  const { username, password } = await accounts.create()
  await page.goto('/healthz')
  const bearer = await page.evaluate(async body => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/auth/login/', { method: 'POST', headers, body })
    return (await answer.json()).access_token as string
  }, JSON.stringify({ username, password }))
  await visit(page, 'link', /Continue as trillian/, bearer)
  expect(await call(page, 'POST', '/oauth2/intra/link/', bearer)).toEqual({ status: 200, json: undefined })

  const context = await browser.newContext({ bypassCSP: true })
  const other = await context.newPage()
  await other.goto('/healthz')
  await visit(other, 'login', /Continue as trillian/)
  const { status, json } = await call(other, 'POST', '/oauth2/intra/login/')
  expect([status, Object.keys(json)]).toEqual([200, ['access_token']])
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['refresh_token'])
  expect(await call(other, 'DELETE', '/oauth2/intra/link/', json.access_token)).toMatchObject({ status: 200 })
  await context.close()
})

test('OAU-08 an attacker’s finished visit, opened in a victim’s browser, signs nobody in', async ({
  page,
  baseURL,
  api,
  visits,
}) => {
  const attacker = await visits.begin(api, 'login')
  const lure = await visits.authorize(attacker.url, { profile: visits.invent() })
  await page.goto('/healthz')
  const victims = await call(page, 'GET', '/oauth2/intra/url/?type=login')
  await page.goto(`data:text/html,<a href="${baseURL}${lure.replaceAll('&', '%26amp;')}">A prize</a>`)
  await page.getByRole('link', { name: 'A prize' }).click()
  await expect(page).toHaveURL(`${baseURL}/intra?type=login&error=state_mismatch`)
  expect(victims.status).toBe(200)
  expect(await page.context().cookies()).toEqual([])
  expect(await call(page, 'POST', '/oauth2/intra/login/')).toMatchObject({ status: 400 })
})
