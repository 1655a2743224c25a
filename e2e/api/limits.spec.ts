import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Client, createClient } from '../support/http'
import { type Product, startProduct } from '../support/product'
import { type RedisServer, startRedis } from '../support/redis-server'
import { expect, test } from '../support/test'
import { startUpstash } from '../support/upstash'

/** A product of two processes with its limits in a Redis; e2e/operations/redis-faults.spec.ts has what can go wrong. */
test.describe('limits in Redis', () => {
  test.describe.configure({ mode: 'serial' })
  let redis: RedisServer
  let product: Product
  let hosts = 0
  const somebody = () => createClient(product.origin, `10.250.0.${++hosts}`)

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    redis = await startRedis()
    product = await startProduct('limits', {
      REDIS_URL: redis.url,
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      AUTO_ACTIVATE: 'true',
      WORKERS: '2',
    })
    await warm(product, somebody)
  })

  test.afterAll(async () => {
    await product?.stop()
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
})

test('BRU-07: at Upstash, too, six of fifty are tried', async () => {
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

const lines = async ({ logFile }: Product) => (await readFile(logFile, 'utf8')).split('\n')
