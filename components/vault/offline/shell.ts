const CACHE = 'latchkey-offline'
const WORKER = '/offline-worker.js'
const SCOPE = '/vault'

const SHELL = '/vault/offline'

/** Service workers, the cache and WebCrypto are there, which browsers want https (or this very machine) for. */
export const canWorkOffline = () => isSecureContext && 'serviceWorker' in navigator && 'caches' in window

/** Whether the service worker of the vault is there: so it is while a copy is kept. */
export const hasWorker = async () => canWorkOffline() && Boolean(await navigator.serviceWorker.getRegistration(SCOPE))

/**
 * Keeps the offline page of this version, with its scripts, styles and fonts; files of other versions go.
 *
 * @throws TypeError when not all of it can be had; what was kept before then stays.
 */
export async function keepShell() {
  const answer = await fetch(SHELL, { cache: 'no-store' })
  if (!answer.ok) throw new TypeError(`${SHELL} answers with ${answer.status}`)
  const cache = await caches.open(CACHE)
  const files = filesOf(await answer.clone().text())
  const missing = async (names: string[]) => {
    const found = await Promise.all(names.map(name => cache.match(name)))
    await cache.addAll(names.filter((_, index) => !found[index]))
  }
  await missing(files)
  const fonts = await fontsOf(cache, files)
  await missing(fonts)
  await cache.put(SHELL, answer)
  const wanted = new Set([SHELL, ...files, ...fonts])
  for (const request of await cache.keys()) if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request)
}

export async function registerWorker() {
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: 'none' })
}

/** Removes the worker and what it answers with. */
export async function removeShell() {
  if (!canWorkOffline()) return
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  await registration?.unregister()
  await caches.delete(CACHE)
}

/** The files that a page of Next names, in its tags or in what its scripts are told. */
const filesOf = (html: string) => [...new Set(html.match(/\/_next\/static\/[^"'\\ >)?]+/g) ?? [])]

async function fontsOf(cache: Cache, files: string[]): Promise<string[]> {
  const fonts = files
    .filter(file => file.endsWith('.css'))
    .map(async file => {
      const text = (await (await cache.match(file))?.text()) ?? ''
      return [...text.matchAll(/url\(["']?([^"')]+)/g)].flatMap(([, url = '']) => pathBelow(url, file))
    })
  return [...new Set((await Promise.all(fonts)).flat())]
}

function pathBelow(url: string, file: string): string[] {
  const { origin, pathname } = new URL(url, new URL(file, location.origin))
  return origin === location.origin && pathname.startsWith('/_next/static/') ? [pathname] : []
}
