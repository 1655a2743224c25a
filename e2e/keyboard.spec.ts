import type { Page } from '@playwright/test'
import { SECRET } from './support/vault'
import { expect, test } from './support/vault-page'

/** Goes on with Tab until what has the focus has this name. */
async function tabTo(page: Page, name: string | RegExp) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const label = await page.evaluate(() => {
      const { labels, textContent, ariaLabel } = document.activeElement as HTMLInputElement
      return ariaLabel ?? labels?.[0]?.textContent ?? textContent ?? ''
    })
    if (typeof name === 'string' ? label.trim() === name : name.test(label)) return
  }
  throw new Error(`Tab never comes to ${name}`)
}

test('an account is added and its code copied, others are imported, a token made and revoked: by keys alone', async ({
  page,
  vaultPage,
}) => {
  await page.goto('/vault')
  await expect(page.getByText('Your codes belong here')).toBeVisible()
  await tabTo(page, 'Add an account')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo(page, 'Picture')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Link' })).toBeFocused()
  await tabTo(page, 'Link')
  await page.keyboard.type(`otpauth://totp/GitHub:ada?secret=${SECRET}&issuer=GitHub`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Add this account?' })).toBeVisible()
  await tabTo(page, 'Add')
  await page.keyboard.press('Enter')
  await expect(vaultPage.entry('GitHub')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('git')
  await page.keyboard.press('Enter')
  await tabTo(page, /^GitHub/)
  await page.keyboard.press('Enter')
  await expect(vaultPage.said).toHaveText('The code of GitHub (ada) is copied.')
  expect(await vaultPage.clipboard()).toMatch(/^\d{6}$/)

  await tabTo(page, 'Import')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Import from another app' })).toBeFocused()
  await tabTo(page, 'Paste text')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Text of an export, or links')
  await page.keyboard.type('otpauth://totp/Proton:ada?secret=MFRGGZDFMZTWQ2LK&issuer=Proton')
  await tabTo(page, 'Read the text')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'Proton' })).toBeVisible()
  await tabTo(page, /^Import 1 account/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '1 account is imported' })).toBeFocused()

  await page.goto('/account/tokens')
  await tabTo(page, 'Make a token')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('by keys')
  await page.keyboard.press('Enter')
  await tabTo(page, 'I have stored it')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Revoke by keys' })).toBeVisible()
  await tabTo(page, 'Revoke by keys')
  await page.keyboard.press('Enter')
  await tabTo(page, /^Revoke/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Revoke by keys' })).toHaveCount(0)
})
