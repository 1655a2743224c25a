import { expect, test } from './support/test'

test('32 a page that does not exist: 404, a heading, the way home, and the id of the request', async ({ page }) => {
  const answer = await page.goto('/no/such/page')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
  const id = answer?.headers()['x-request-id']
  expect(id).toBeTruthy()
  await expect(page.getByRole('main').locator('code')).toHaveText(id ?? '')
  await page.getByRole('link', { name: 'To the start page' }).click()
  await expect(page).toHaveURL(/\/$/)
})
