import type { Locator, Page } from '@playwright/test'
import type { Account, Session } from './accounts'
import { enterPages } from './pages'
import { test as base, expect } from './test'
import { openVault, type Vault } from './vault'

export { axe, expect } from './test'

/** The page `/vault` of a person of its own, and the same vault over the API. */
export type VaultPage = {
  account: Account & Session
  vault: Vault
  /** Opens the page and waits for its entries. */
  open(): Promise<void>
  /** The button of an entry, which copies its code, by its service or account. */
  entry(name: string | RegExp): Locator
  /** The services as they are listed, from top to bottom. */
  services(): Promise<string[]>
  /** Chooses from an entry's menu. */
  choose(name: string, act: string): Promise<void>
  /** What the page last said politely. */
  said: Locator
  clipboard(): Promise<string>
}

export const test = base.extend<{ vaultPage: VaultPage }>({
  permissions: ['clipboard-read', 'clipboard-write'],
  vaultPage: async ({ page, api, accounts }, use) => {
    const account = await accounts.create()
    const session = await accounts.signIn(account)
    await enterPages(page, session)
    await use({ account: { ...account, ...session }, ...openPage(page, openVault(api, session.accessToken)) })
  },
})

function openPage(page: Page, vault: Vault): Omit<VaultPage, 'account'> {
  const list = page.getByRole('list', { name: 'Accounts' })
  const entry = (name: string | RegExp) => list.locator('[data-entry]').filter({ hasText: name })
  return {
    vault,
    entry,
    async open() {
      await page.goto('/vault')
      await expect(list.locator('[data-entry]').first()).toBeVisible()
    },
    async services() {
      const items = await list.getByRole('listitem').all()
      const placed = await Promise.all(
        items.map(async item => ({
          place: Number(await item.getAttribute('aria-posinset')),
          name: (await item.locator('[data-entry] .font-medium').first().textContent())?.replace('Pinned', '') ?? '',
        })),
      )
      return placed.sort((one, other) => one.place - other.place).map(({ name }) => name)
    },
    async choose(name, act) {
      await list.getByRole('button', { name: `Actions for ${name}` }).click()
      await page.getByRole('menuitem', { name: act }).click()
    },
    said: page.locator('p[role=status].sr-only'),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
  }
}
