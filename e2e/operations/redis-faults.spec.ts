import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { type Behaviour, type Gate, startGate } from '../support/gate'
import { type Client, createClient } from '../support/http'
import { type Environment, type Product, startProduct } from '../support/product'
import { type RedisServer, startRedis } from '../support/redis-server'
import { type Lie, startUpstash, type Upstash } from '../support/upstash'

/** Decision 300 ms, the rest of a request, and what a busy machine adds. */
const COST_MS = 800

type Fault = { name: string; gate?: Behaviour; lie?: Lie }

const FAULTS: Fault[] = [
  { name: 'refuses', gate: 'refuse' },
  { name: 'hangs', gate: 'hang' },
  { name: 'resets', gate: 'reset' },
  { name: 'is slow', gate: { delayMs: 3000 } },
]

const LIES: Record<'redis' | 'upstash', Fault[]> = {
  redis: [
    { name: 'speaks nonsense', gate: { says: '<h1>It works!</h1>\r\n\r\n' } },
    { name: 'answers something else', gate: { says: ':1\r\n' } },
  ],
  upstash: [
    { name: 'answers 500', lie: { status: 500, body: '<h1>Internal Server Error</h1>' } },
    { name: 'answers 401', lie: { status: 401, body: '{"error":"WRONGPASS"}' } },
    { name: 'answers something else', lie: { status: 200, body: '{"result":"OK"}' } },
    { name: 'answers no JSON', lie: { status: 200, body: '<html>' } },
  ],
}

for (const kind of ['redis', 'upstash'] as const)
  test.describe(kind === 'redis' ? 'limits in a Redis' : 'limits at Upstash', () => {
    test.describe.configure({ mode: 'serial' })
    let redis: RedisServer
    let upstash: Upstash
    let gate: Gate
    let product: Product
    let hosts = 0
    const somebody = () =>
      createClient(product.origin, `10.${kind === 'redis' ? 240 : 241}.${hosts >> 8}.${hosts++ & 255}`)

    test.beforeAll(async () => {
      test.setTimeout(180_000)
      redis = await startRedis()
      upstash = await startUpstash(redis)
      gate = await startGate(kind === 'redis' ? redis.port : upstash.port)
      const place: Environment =
        kind === 'redis'
          ? { REDIS_URL: `redis://127.0.0.1:${gate.port}` }
          : { UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${gate.port}`, UPSTASH_REDIS_REST_TOKEN: upstash.token }
      product = await startProduct(`${kind}-faults`, { ...place, TRUSTED_PROXIES: '127.0.0.1 ::1', WORKERS: '1' })
      await Promise.all(Array.from({ length: 8 }, () => signInWrongly(somebody())))
      await expectHealed()
    })

    test.afterAll(async () => {
      await product?.stop()
      await gate?.stop()
      await upstash?.stop()
      await redis?.stop()
    })

    /** Counted there again, and as often back in the log as away. */
    async function expectHealed() {
      await expect
        .poll(async () => (await told(/cannot be asked/)).length - (await told(/answers again/)).length)
        .toBe(0)
      const [client, host] = [somebody(), hosts - 1]
      expect((await signInWrongly(client)).status).toBe(401)
      const key = `latchkey:/auth/login 10.${kind === 'redis' ? 240 : 241}.${host >> 8}.${host & 255} 6/minute`
      expect(await redis.ask('EXISTS', key)).toBe(1)
    }

    const told = async (what: RegExp) =>
      (await readFile(product.logFile, 'utf8')).split('\n').filter(line => what.test(line))

    for (const fault of [...FAULTS, ...LIES[kind]])
      test(`REL-09, REL-10: it ${fault.name}: nobody waits, sign-in stays limited, the rest open, and it heals`, async () => {
        const before = (await told(/cannot be asked/)).length
        if (fault.gate) await gate.become(fault.gate)
        if (fault.lie) upstash.lie(fault.lie)
        const begun = performance.now()
        expect((await somebody().get('/api/v1/user/name')).status).toBe(200)
        expect(performance.now() - begun).toBeLessThan(COST_MS)
        const harmless = somebody()
        const open = await Promise.all(Array.from({ length: 80 }, () => harmless.get('/api/v1/user/name')))
        expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]))
        const guesser = somebody()
        const guesses = await Promise.all(Array.from({ length: 20 }, () => signInWrongly(guesser)))
        expect(guesses.filter(({ status }) => status === 401)).toHaveLength(6)
        expect(guesses.filter(({ status }) => status === 429)).toHaveLength(14)

        await gate.become('open')
        upstash.lie(undefined)
        await expectHealed()
        const lines = (await told(/cannot be asked/)).slice(before)
        expect(lines).toHaveLength(1)
        expect(lines.join()).not.toMatch(/10\.24|token-of/)
      })
  })

/** Each time as somebody else: wrong passwords are counted by account, too. */
const signInWrongly = (client: Client) =>
  client.post('/auth/login', { email: `nobody-${randomUUID()}@example.com`, password: 'not the password' })
