import type { Place, Visit } from './places'
import { openVault } from './vault'

const ENTRIES = [
  { service: 'GitHub', account: 'marvin@example.com' },
  {
    service: 'Deutsche Rentenversicherung Bund',
    account: 'marvin.the.paranoid.android@an-unusually-long-name.example',
  },
  { service: 'Steam', account: 'marvin', otp_type: 'steamtotp' },
  { service: 'Door', account: 'left', otp_type: 'hotp', counter: 3 },
]

const fill = async ({ api, session }: Visit) => {
  const vault = openVault(api, session?.accessToken ?? '')
  await vault.post('/groups', { name: 'Work' })
  for (const entry of ENTRIES) await vault.add(entry)
}

const row = (visit: Visit) => visit.page.locator('[data-entry]').filter({ hasText: 'GitHub' })

/** Chooses from the menu of the first entry. */
const choose = (act: string) => async (visit: Visit) => {
  await visit.page.getByRole('button', { name: 'Actions for GitHub' }).click()
  await visit.page.getByRole('menuitem', { name: act }).click()
}

const vault = { path: '/vault', as: 'user', before: fill } as const

/** The vault's pages and dialogs. */
export const vaultPlaces: Place[] = [
  { name: 'the vault, empty', path: '/vault', as: 'user' },
  { name: 'the vault', ...vault, act: visit => row(visit).waitFor() },
  {
    name: 'the vault, nothing found',
    ...vault,
    act: async visit => {
      await row(visit).waitFor()
      await visit.page.getByRole('searchbox').fill('nothing is called so')
      await row(visit).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'the vault, the actions of an entry',
    ...vault,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for GitHub' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'the vault, adding',
    ...vault,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Add' }).first().click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'an entry',
    ...vault,
    act: async visit => {
      await choose('Edit')(visit)
      await visit.page.waitForURL(/\/vault\/\d+/)
    },
  },
]
