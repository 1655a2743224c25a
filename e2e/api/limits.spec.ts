import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Gate, startGate } from '../support/gate'
import { type Answer, type Client, createClient } from '../support/http'
import { type Product, startProduct } from '../support/product'
import { type RedisServer, startRedis } from '../support/redis-server'
import { expect, test } from '../support/test'
import { startUpstash } from '../support/upstash'

/** A product of two processes with its limits in a Redis, behind a gate that can spoil everything. */
test.describe('limits in Redis', () => {
  test.describe.configure({ mode: 'serial' })
  let redis: RedisServer
  let gate: Gate
  let product: Product
  let hosts = 0
  const somebody = () => createClient(product.origin, `10.250.0.${++hosts}`)

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    redis = await startRedis()
    gate = await startGate(redis.port)
    product = await startProduct('limits', {
      REDIS_URL: `redis://127.0.0.1:${gate.port}`,
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      AUTO_ACTIVATE: 'true',
      WORKERS: '2',
    })
    await warm(product, somebody)
  })

  test.afterAll(async () => {
    await product?.stop()
    await gate?.stop()
    await redis?.stop()
  })

  test('BRU-07: of fifty sign-ins at once, over two processes, six are tried', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, signInWrongly(somebody())))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(44)
    for (const answer of refused) {
      expect(Number(answer.header('retry-after'))).toBeLessThanOrEqual(60)
      expect(Number(answer.header('retry-after'))).toBeGreaterThan(50)
      expect(answer.header('ratelimit')).toBe(`"default";r=0;t=${answer.header('retry-after')}`)
    }
    expect(answers[0]?.header('ratelimit-policy')).toBe('"default";q=6;w=60')
  })

  for (const [what, fault] of [
    ['refuses', 'refuse'],
    ['hangs', 'hang'],
  ] as const) {
    test(`REL-09, REL-10: Redis ${what}: sign-in stays limited, the rest open, and it heals`, async () => {
      const owner = somebody()
      const account = { email: `${what}@example.com`, password: 'correct horse battery' }
      expect((await owner.post('/auth/register', account)).status).toBe(204)
      const bearer = (await owner.post('/auth/login', account)).field('jwt_token')
      const before = await lines(product)

      await gate.become(fault)
      const begun = performance.now()
      expect((await owner.get('/api/account/sessions', { bearer })).status).toBe(200)
      expect(performance.now() - begun).toBeLessThan(600)
      const open: Answer[] = []
      for (let i = 0; i < 100; i++) open.push(await owner.get('/api/account/sessions', { bearer }))
      expect(open.map(({ status }) => status)).toEqual(Array(100).fill(200))
      const guesser = somebody()
      const guesses: Answer[] = []
      for (let i = 0; i < 30; i++) guesses.push(await signInWrongly(guesser)())
      const tried = guesses.filter(({ status }) => status === 401).length
      expect(tried).toBeGreaterThanOrEqual(6)
      expect(tried, 'each of two processes counts by itself').toBeLessThanOrEqual(12)
      expect(guesses.filter(({ status }) => status === 429)).toHaveLength(30 - tried)

      await gate.become('open')
      await expect
        .poll(async () => {
          const answer = await signInWrongly(somebody())()
          return (await redis.ask('EXISTS', keyOf(hosts))) === 1 && answer.status
        })
        .toBe(401)
      await expect
        .poll(async () => (await lines(product)).slice(before.length).filter(line => /answers again/.test(line)).length)
        .toBeGreaterThan(0)
      const told = (await lines(product)).slice(before.length).filter(line => /Redis/.test(line))
      expect(told.filter(line => /cannot be asked/.test(line)).length, 'one line a process').toBeLessThanOrEqual(2)
      expect(told.filter(line => /answers again/.test(line)).length).toBeLessThanOrEqual(2)
      expect(told.join()).not.toContain('10.250.')
    })
  }
})

test('BRU-07: at Upstash, too, six of fifty are tried, and losing it costs nobody an answer', async () => {
  test.setTimeout(180_000)
  const redis = await startRedis()
  const upstash = await startUpstash(redis)
  const product = await startProduct('limits-upstash', {
    UPSTASH_REDIS_REST_URL: upstash.url,
    UPSTASH_REDIS_REST_TOKEN: upstash.token,
    TRUSTED_PROXIES: '127.0.0.1 ::1',
    WORKERS: '2',
  })
  try {
    let hosts = 1
    await warm(product, () => createClient(product.origin, `10.250.1.${++hosts}`))
    const client = createClient(product.origin, '10.250.1.1')
    const answers = await Promise.all(Array.from({ length: 50 }, signInWrongly(client)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(44)
    expect(await redis.ask('EXISTS', 'latchkey:/auth/login 10.250.1.1 6/minute')).toBe(1)
    upstash.lie({ status: 500, body: '<h1>Internal Server Error</h1>' })
    expect((await signInWrongly(createClient(product.origin, '10.250.2.1'))()).status).toBe(401)
  } finally {
    await product.stop()
    await upstash.stop()
    await redis.stop()
  }
})

/** The first requests of a process load its code, and may keep it from Redis for too long on a busy machine. */
async function warm(product: Product, somebody: () => Client) {
  await Promise.all(Array.from({ length: 20 }, () => signInWrongly(somebody())()))
  const count = async (what: RegExp) => (await lines(product)).filter(line => what.test(line)).length
  await expect.poll(async () => (await count(/cannot be asked/)) - (await count(/answers again/))).toBe(0)
}

/** Each time as somebody else: wrong passwords are counted by account, too. */
const signInWrongly = (client: Client) => () =>
  client.post('/auth/login', { email: `nobody-${randomUUID()}@example.com`, password: 'not the password' })

const keyOf = (host: number) => `latchkey:/auth/login 10.250.0.${host} 6/minute`

const lines = async ({ logFile }: Product) => (await readFile(logFile, 'utf8')).split('\n')
