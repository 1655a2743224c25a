import { createClient } from './support/http'
import { startProduct } from './support/product'
import { axe, expect, test } from './support/test'

test('with a mail server there is no mailbox page', async ({ page }) => {
  expect((await page.goto('/dev/mailbox'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
})

test('without one, mail arrives on the page by itself, newest first, and its button works', async ({
  page,
  accounts,
}) => {
  test.setTimeout(240_000)
  const product = await startProduct('mailbox', { WORKERS: '1' })
  try {
    const api = createClient(product.origin)
    await page.goto(`${product.origin}/dev/mailbox`)
    await expect(page.getByText('No mail yet.')).toBeVisible()
    const account = accounts.invent()
    await api.post('/auth/register', account)
    const mails = page.getByRole('article')
    await expect(mails.first().getByRole('heading')).toHaveText('Activate your Latchkey account')
    await api.post('/auth/account/forgot', { email: account.email })
    await expect(mails.first().getByRole('heading')).toHaveText('Choose a new password for Latchkey')
    await mails.first().getByText('Read the mail').click()
    await expect(page.locator('iframe').first()).toHaveAttribute('sandbox', '')
    await expect(page.frameLocator('iframe').first().getByText('Choose a new password').first()).toBeVisible()
    expect(await axe(page)).toEqual([])
    await mails.nth(1).getByRole('link', { name: 'Activate the account' }).click()
    await page.getByRole('button', { name: 'Activate the account' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account is active')
  } finally {
    await product.stop()
  }
})
