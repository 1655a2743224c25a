import { expect, type Page } from '@playwright/test'

export const PASSPHRASE = 'four plain words here'

/** Turns the copy on in the preferences of whoever is signed in. */
export async function keepCopy(page: Page) {
  await page.goto('/account/preferences')
  await page.getByLabel('Passphrase for this device', { exact: true }).fill(PASSPHRASE)
  await page.getByLabel('The same once more', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Keep a copy on this device' }).click()
  await expect(page.getByText('A copy is kept on this device.')).toBeVisible({ timeout: 45_000 })
  await expect.poll(() => workers(page)).toEqual(['activated'])
}

export async function unlock(page: Page, passphrase = PASSPHRASE) {
  await page.getByLabel('Passphrase of the copy', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

/** What the browser keeps for the product: states of service workers, names of caches and databases. */
export const workers = (page: Page) =>
  page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ active, installing, waiting }) =>
      String((active ?? waiting ?? installing)?.state),
    ),
  )

export const stores = (page: Page) =>
  page.evaluate(async () => [
    ...(await caches.keys()),
    ...(await indexedDB.databases()).map(({ name }) => String(name)),
  ])

/** Everything that a script could read of what is kept, as one text: databases byte by byte, caches, storage. */
export const keptText = (page: Page) =>
  page.evaluate(async () => {
    const texts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    const asText = (value: unknown): string => {
      if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value)
      if (typeof value === 'object' && value)
        return Object.entries(value)
          .map(([key, part]) => key + asText(part))
          .join(' ')
      return String(value)
    }
    const got = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>(resolve => request.addEventListener('success', () => resolve(request.result)))
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await got(indexedDB.open(name))
      for (const store of database.objectStoreNames)
        texts.push(asText(await got(database.transaction(store).objectStore(store).getAll())))
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const { url } of await cache.keys()) texts.push(url, (await (await cache.match(url))?.text()) ?? '')
    }
    return texts.join('\n')
  })
