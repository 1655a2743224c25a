import { expect, test } from './support/test'

test('the start page opens without a complaint', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
