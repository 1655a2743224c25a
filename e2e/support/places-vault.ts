import type { Place, Visit } from './places'
import { googlePicture } from './transfers'
import { openVault } from './vault'

const ENTRIES = [
  { service: 'GitHub', account: 'marvin@example.com', secret: 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U' },
  {
    service: 'Deutsche Rentenversicherung Bund',
    account: 'marvin.the.paranoid.android@an-unusually-long-name.example',
    secret: 'KRUGKIDROVUWG2ZAMJZG653OEBTG66BA',
  },
  { service: 'Steam', account: 'marvin', otp_type: 'steamtotp', secret: 'NJ2W24DTEBXXMZLSEB2GQZJANRQXU6JA' },
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
      await visit.page.getByRole('textbox', { name: 'Search the vault' }).fill('nothing is called so')
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
  {
    name: 'an entry, sharing its codes',
    ...vault,
    act: async visit => {
      await choose('Edit')(visit)
      await visit.page.getByRole('button', { name: 'Share codes by a link' }).click()
      await visit.page.getByRole('button', { name: '2 minutes' }).click()
      await visit.page.getByRole('textbox', { name: 'The link' }).waitFor()
    },
  },
  {
    name: 'the vault, exporting',
    ...vault,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'the vault, as QR codes to print',
    ...vault,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('radio', { name: 'QR codes to print' }).check()
      await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
      await page.getByRole('heading', { name: '4 QR codes' }).waitFor()
    },
  },
  { name: 'an import', path: '/vault/import', as: 'user' },
  {
    name: 'an import, with rows to choose and to fix',
    ...vault,
    path: '/vault/import',
    act: async ({ page }) => {
      const links = [
        'GitHub:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
        'Proton:ada?secret=MFRGGZDF',
        'Bad:eve?secret=1',
      ]
      const list = { name: 'links.txt', buffer: Buffer.from(links.map(link => `otpauth://totp/${link}`).join('\n')) }
      const locked = { name: 'locked.json', buffer: Buffer.from('{"db":"","header":{"slots":[]}}') }
      const picture = await googlePicture([{ service: 'Google', account: 'ada', key: 'a key' }], 2, 3)
      const files = [
        list,
        locked,
        { name: 'second.png', buffer: picture },
        { name: 'hello.txt', buffer: Buffer.from('hi') },
      ]
      await page
        .getByLabel('Choose files or pictures')
        .setInputFiles(files.map(file => ({ mimeType: 'application/octet-stream', ...file })))
      await page.getByText('1 of 3 codes scanned').waitFor()
      await page.getByRole('button', { name: 'Fix Bad (eve)' }).click()
    },
  },
]
