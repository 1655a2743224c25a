import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'

const SOURCE = readFileSync(path.resolve(import.meta.dirname, '../../../public/offline-worker.js'), 'utf8')
const ORIGIN = 'https://latchkey.test'
const NONCE = 'a2VwdA=='

type Asked = { url: string; method: string; mode: string }

/** The worker in a browser of our own: its cache, its network, and what it answers with. */
function start(network: (url: string) => Promise<Response>, files: Record<string, () => Response> = KEPT) {
  const listeners: Record<string, (event: object) => void> = {}
  const match = async (asked: string | Asked) =>
    files[new URL(typeof asked === 'string' ? asked : asked.url, ORIGIN).pathname]?.()
  runInNewContext(SOURCE, {
    ...{ URL, Headers, Response, Promise, btoa, crypto, setTimeout },
    caches: { match },
    fetch: ({ url }: Asked) => network(url),
    addEventListener: (kind: string, listener: (event: object) => void) =>
      Object.assign(listeners, { [kind]: listener }),
  })
  return async (where: string, { method = 'GET', mode = 'navigate' } = {}): Promise<Response | undefined> => {
    let answer: Promise<Response> | undefined
    const respondWith = (promise: Promise<Response>) => {
      answer = promise
    }
    listeners.fetch?.({ request: { url: ORIGIN + where, method, mode }, respondWith })
    return answer
  }
}

const KEPT = {
  '/vault/offline': () =>
    new Response(`<script nonce="${NONCE}"></script>`, {
      headers: { 'content-security-policy': `script-src 'nonce-${NONCE}'`, 'content-encoding': 'gzip' },
    }),
  '/_next/static/a.js': () => new Response('kept'),
}

const away = () => Promise.reject(new TypeError('away'))
const script = { mode: 'no-cors' }

describe('the service worker of the vault', () => {
  test('leaves pages to the server while it answers, whatever it says of them', async () => {
    for (const status of [200, 404, 429, 500]) {
      const ask = start(async () => new Response('page', { status }))
      expect((await ask('/vault'))?.status).toBe(status)
    }
  })

  test('opens the kept page where the network or the server is gone', async () => {
    for (const network of [away, ...[502, 503, 504].map(status => async () => new Response('', { status }))])
      expect(await (await start(network)('/vault/7'))?.text()).toContain('<script nonce=')
  })

  test('HDR-04: gives the kept page a nonce that is new each time, in its policy and its scripts', async () => {
    const ask = start(away)
    const seen = new Set([NONCE])
    for (let time = 0; time < 5; time++) {
      const answer = await ask('/vault')
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(answer?.headers.get('content-security-policy') ?? '') ?? []
      expect(await answer?.text()).toBe(`<script nonce="${nonce}"></script>`)
      expect(answer?.headers.has('content-encoding')).toBe(false)
      seen.add(nonce)
    }
    expect(seen.size).toBe(6)
  })

  test('touches no call of the API and nothing that is sent', async () => {
    const ask = start(away)
    expect(await ask('/api/v1/twofaccounts', { mode: 'cors' })).toBeUndefined()
    expect(await ask('/auth/login', { mode: 'cors', method: 'POST' })).toBeUndefined()
    expect(await ask('/vault', { method: 'POST' })).toBeUndefined()
  })

  test('gives kept files only when they cannot be had', async () => {
    const there = start(async () => new Response('fresh'))
    expect(await (await there('/_next/static/a.js', script))?.text()).toBe('fresh')
    const gone = start(away)
    await gone('/vault')
    expect(await (await gone('/_next/static/a.js', script))?.text()).toBe('kept')
  })

  test('has nothing to say once the copy is forgotten', async () => {
    const answer = await start(away, {})('/vault')
    expect(answer?.type).toBe('error')
  })
})
