import { readFile } from 'node:fs/promises'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type Accounts, openAccounts } from './accounts'
import { watch } from './browser'
import { type Agreement, type ApiDocument, readAgreement } from './documented'
import { type Client, createClient, type Observer } from './http'
import { openVisits, type Visits } from './intra-visits'
import { type Mailbox, openMailbox } from './mailbox'
import { currentRun } from './run'
import { openTokens, type Tokens } from './sealed-tokens'
import { openStore, type Store } from './store'

export { axe } from './browser'
export { expect }

type Fixtures = {
  /** Compares every answer with the OpenAPI document; at the end of the test all must agree. */
  documented: Observer
  /** The address that this test comes from, its own in the whole run. */
  address: string
  /** Another address that nobody else has. */
  anotherAddress: () => string
  /** HTTP to the product from this test's address. */
  api: Client
  /** People with accounts. */
  accounts: Accounts
  /** The mail that people have got. */
  mail: Mailbox
  /** Visits to the stand-in for 42. */
  visits: Visits
  /** Time for sealed cookies. */
  tokens: Tokens
  /** A page in a browser of its own, from an address of its own. */
  newPage: () => Promise<Page>
  /** The lines that the product has logged in this run, each as it stands there. */
  log: () => Promise<string[]>
}

type WorkerFixtures = {
  store: Store
  addresses: () => string
  agreement: Agreement
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  store: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
    async ({}, use) => {
      const store = openStore(currentRun().dataDir)
      await use(store)
      await store.close()
    },
    { scope: 'worker' },
  ],
  addresses: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
    async ({}, use, { workerIndex }) => {
      let count = 0
      await use(() => {
        count++
        return `10.${workerIndex % 256}.${count >> 8}.${count & 255}`
      })
    },
    { scope: 'worker' },
  ],
  agreement: [
    async ({ addresses }, use) => {
      const answer = await createClient(currentRun().origin, addresses()).get('/api/openapi.json')
      await use(readAgreement(answer.json as ApiDocument))
    },
    { scope: 'worker' },
  ],
  documented: async ({ agreement }, use) => {
    const complaints: string[] = []
    await use((method, path, answer) => {
      const complaint = agreement.complaint(method, path, answer)
      if (complaint) complaints.push(complaint)
    })
    expect(complaints, 'answers that the OpenAPI document does not know').toEqual([])
  },
  anotherAddress: async ({ addresses }, use) => use(addresses),
  address: async ({ addresses }, use) => use(addresses()),
  api: async ({ address, documented }, use) => use(createClient(currentRun().origin, address, documented)),
  mail: async ({ store }, use) => use(openMailbox(currentRun().mailFolder, store)),
  accounts: async ({ anotherAddress, mail, documented }, use) =>
    use(openAccounts(() => createClient(currentRun().origin, anotherAddress(), documented), mail)),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  visits: async ({}, use) => use(openVisits(currentRun().intraUrl)),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  tokens: async ({}, use) => use(openTokens(currentRun().dataDir)),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  log: async ({}, use) =>
    use(async () => (await readFile(currentRun().logFile, 'utf8')).split('\n').filter(line => line !== '')),

  newPage: async ({ browser, anotherAddress }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const extraHTTPHeaders = { 'x-forwarded-for': anotherAddress() }
      const context = await browser.newContext({ baseURL: currentRun().origin, extraHTTPHeaders })
      contexts.push(context)
      return context.newPage()
    })
    await Promise.all(contexts.map(context => context.close()))
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  baseURL: async ({}, use) => use(currentRun().origin),
  extraHTTPHeaders: async ({ address }, use) => use({ 'x-forwarded-for': address }),
  page: async ({ page }, use) => {
    const complaints = await watch(page)
    await use(page)
    expect(complaints(), 'what the page complained about').toEqual([])
  },
})
