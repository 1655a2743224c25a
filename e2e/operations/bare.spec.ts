import { expect, test } from '@playwright/test'
import { endpoints } from '../support/endpoints'
import { createClient } from '../support/http'
import { type Product, startProduct } from '../support/product'
import { hold } from '../support/raw'
import { openStore } from '../support/store'

const SCRAPER = 'token-of-the-scraper'

/** An instance as it comes out of the box: nothing is configured but the door for figures. */
test.describe('out of the box', () => {
  let product: Product

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    product = await startProduct('bare', {
      METRICS_TOKEN: SCRAPER,
      WORKERS: '2',
      E2E: '1',
      TEST: 'true',
      NODE_ENV: 'test',
    })
  })

  test.afterAll(async () => {
    await product?.stop()
  })

  const wrong = { email: 'nobody@example.com', password: 'not the password' }

  test('BRU-08: where no proxy is trusted, no header gives anybody another address', async () => {
    const client = createClient(product.origin)
    const statuses: number[] = []
    for (let i = 0; i < 20; i++) {
      const address = `203.0.113.${i}`
      const headers = Object.fromEntries(
        FORWARDING.map(name => [name, name === 'forwarded' ? `for=${address}` : address]),
      )
      statuses.push((await client.post('/auth/login', wrong, { headers })).status)
    }
    expect(statuses.filter(status => status === 429)).toHaveLength(14)
  })

  test('CFG-02: there is no account, and none of the common ones', async () => {
    const store = openStore(product.dataDir)
    expect(await store.query('SELECT 1 FROM "User"').finally(() => store.close())).toEqual([])
  })

  test('CFG-04: nothing of a test is reachable, whatever the environment says', async () => {
    const client = createClient(product.origin)
    for (const path of [
      '/api/test/reset',
      '/api/reset',
      '/api/clock',
      '/api/dev/outbox',
      '/api/mock/intra',
      '/api/e2e',
      '/api/debug',
    ])
      expect((await client.get(path)).status, path).toBe(404)
  })

  test('CFG-05: without an application at 42 its doors are closed, all others as ever', async () => {
    const client = createClient(product.origin)
    for (const path of ['/oauth2/intra/url/?type=login', '/oauth2/intra/callback/login?code=x&state=y'])
      expect([403, 404, 503], path).toContain((await client.get(path)).status)
    for (const { method, path, who, bare } of endpoints)
      if (who === 'user' && bare === 401 && !path.includes('{'))
        expect((await client.request(method, path)).status, path).toBe(401)
  })

  test('HTP-11: 300 clients that send or read as slowly as they can keep nobody waiting', async () => {
    const slow = await Promise.all(
      DAWDLERS.flatMap(bytes => Array.from({ length: 100 }, () => hold(product.origin, bytes))),
    )
    try {
      const client = createClient(product.origin)
      const times: number[] = []
      for (let i = 0; i < 100; i++) {
        const begun = performance.now()
        expect((await client.get('/healthz', { headers: { connection: 'close' } })).text).toBe('OK')
        times.push(performance.now() - begun)
      }
      expect(times.sort((one, other) => one - other)[98], 'at p99').toBeLessThan(1000)
      expect(
        slow.filter(({ destroyed }) => destroyed),
        'all of them are still there',
      ).toEqual([])
    } finally {
      for (const socket of slow) socket.destroy()
    }
  })

  test('CFG-10: figures are told to whoever brings the token, of all processes together', async () => {
    const client = createClient(product.origin)
    const look = (bearer?: string) => client.get('/metrics', bearer === undefined ? {} : { bearer })
    expect((await look()).status).toBe(401)
    expect((await look('token-of-a-stranger')).status).toBe(401)
    const requests = async () => {
      const answer = await look(SCRAPER)
      expect(answer.status).toBe(200)
      expect(answer.header('content-type')).toMatch(/^text\/plain/)
      return {
        text: answer.text,
        health: Number(
          /_requests_total\{method="GET",route="\/healthz",status="200"\} (\d+)/.exec(answer.text)?.[1] ?? 0,
        ),
      }
    }
    const before = await requests()
    // Each on a connection of its own: they spread over the processes.
    for (let i = 0; i < 10; i++) await client.get('/healthz', { headers: { connection: 'close' } })
    const { text, health } = await requests()
    expect(health - before.health).toBe(10)
    expect(text).toMatch(/latchkey_limit_decisions_total\{outcome="refused"\} \d+/)
    for (const figure of [
      'latchkey_hashing_queue',
      'latchkey_mail_queue',
      'latchkey_database_connections\\{state="idle"\\}',
    ])
      expect(text).toMatch(new RegExp(`^${figure} \\d+$`, 'm'))
    expect(text).not.toMatch(/example\.com|127\.0\.0\.1/)
  })
})

/** A head that does not end, a body that does not come, and answers that are asked for and not read. */
const DAWDLERS = [
  'GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
  'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
  'GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n',
]

const FORWARDING = [
  'x-forwarded-for',
  'x-real-ip',
  'forwarded',
  'cf-connecting-ip',
  'true-client-ip',
  'x_forwarded_for',
  'x-client-ip',
  'x-vercel-forwarded-for',
  'x-latchkey-peer',
]
