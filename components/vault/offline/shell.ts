import { CACHE } from './worker'

const SHELL = '/vault/offline'

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
