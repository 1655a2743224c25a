import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RedisServer, startRedis } from '@/e2e/support/redis-server'
import { startUpstash, type Upstash } from '@/e2e/support/upstash'
import { isDatabaseUnavailable, pool, sql } from './db'
import { consume, openLimiter, rememberingRefusals } from './limits'
import { memoryStore } from './limits/memory'
import type { Limiter } from './limits/outages'
import { redisStore } from './limits/redis'

let redis: RedisServer
let upstash: Upstash

beforeAll(async () => {
  redis = await startRedis()
  upstash = await startUpstash(redis)
})

afterAll(() => Promise.all([redis.stop(), upstash.stop()]))

afterEach(() => void vi.useRealTimers())

describe('a rate', () => {
  test('BRU-01, BRU-03: six pass, the seventh does not, and the rest counts down', async () => {
    const verdicts = []
    for (let i = 0; i < 7; i++) verdicts.push(await consume('/auth/login 192.0.2.1', '6/minute'))
    expect(verdicts.map(verdict => verdict?.allowed)).toEqual([true, true, true, true, true, true, false])
    expect(verdicts.map(verdict => verdict?.remaining)).toEqual([5, 4, 3, 2, 1, 0, 0])
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({ quota: 6, windowSeconds: 60 })
      expect(verdict?.resetSeconds).toBeGreaterThanOrEqual(58)
      expect(verdict?.resetSeconds).toBeLessThanOrEqual(60)
    }
  })

  test('an hour is an hour', async () => {
    expect(await consume('/mail 192.0.2.1', '3/hour')).toMatchObject({ quota: 3, windowSeconds: 3600, remaining: 2 })
  })

  test('two rates of one path are counted apart', async () => {
    expect(await consume('/some/path 192.0.2.2', '1/minute')).toMatchObject({ allowed: true })
    expect(await consume('/some/path 192.0.2.2', '60/minute')).toMatchObject({ allowed: true, remaining: 59 })
    expect(await consume('/some/path 192.0.2.2', '1/minute')).toMatchObject({ allowed: false })
  })

  test('in the 59th second the seventh is refused, in the 61st it passes', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    await redis.ask('ACL', 'SETUSER', 'default', '-time')
    await expectMinute(memoryStore().take)
    await expectMinute((await redisStore(redis.url)).take)
    await expectMinute(rememberingRefusals(memoryStore().take))
    await redis.ask('ACL', 'SETUSER', 'default', '+time')
  })

  async function expectMinute(decide: Limiter) {
    const allowed = async () => (await decide('minute', 6, 60_000))?.allowed
    expect(await allowed()).toBe(true)
    vi.advanceTimersByTime(30_000)
    for (let i = 0; i < 5; i++) expect(await allowed()).toBe(true)
    expect(await allowed()).toBe(false)
    vi.advanceTimersByTime(29_000)
    expect(await decide('minute', 6, 60_000)).toMatchObject({ allowed: false, waitMs: 1000 })
    vi.advanceTimersByTime(999)
    expect(await allowed()).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await allowed()).toBe(true)
    expect(await allowed()).toBe(false)
    vi.advanceTimersByTime(29_000)
    expect(await allowed()).toBe(false)
    vi.advanceTimersByTime(1000)
    for (let i = 0; i < 5; i++) expect(await allowed()).toBe(true)
    expect(await allowed()).toBe(false)
  }

  test('REL-13: a clock that is set back an hour refuses nobody for longer than a window', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await redis.ask('ACL', 'SETUSER', 'default', '-time')
    const { take } = await redisStore(redis.url)
    for (let i = 0; i < 6; i++) await take('stepping', 6, 60_000)
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(await take('stepping', 6, 60_000)).toMatchObject({ allowed: false, waitMs: 60_000 })
    vi.setSystemTime(Date.now() + 60_000)
    expect(await take('stepping', 6, 60_000)).toMatchObject({ allowed: true })
    await redis.ask('ACL', 'SETUSER', 'default', '+time')
  })
})

describe('whoever has used up a rate', () => {
  test('is refused without asking again, until it is true no more', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const take = vi.fn(memoryStore().take)
    const decide = rememberingRefusals(take)
    for (let i = 0; i < 50; i++) await decide('eager', 6, 60_000)
    expect(take).toHaveBeenCalledTimes(6)
    vi.advanceTimersByTime(20_000)
    expect(await decide('eager', 6, 60_000)).toEqual({ allowed: false, remaining: 0, waitMs: 40_000 })
    vi.advanceTimersByTime(40_000)
    expect(await decide('eager', 6, 60_000)).toMatchObject({ allowed: true, remaining: 5 })
  })
})

describe('limits are kept', () => {
  test('in PostgreSQL when nothing else is configured', async () => {
    const decide = await openLimiter({ upstash: undefined, redisUrl: undefined })
    await decide('in PostgreSQL', 6, 60_000)
    expect(await sql`SELECT 1 FROM "Throttle" WHERE key = 'in PostgreSQL'`).toHaveLength(1)
  })

  test('in the Redis that REDIS_URL names, for one window', async () => {
    const decide = await openLimiter({ upstash: undefined, redisUrl: redis.url })
    await decide('in Redis', 6, 60_000)
    const life = Number(await redis.ask('PTTL', 'latchkey:in Redis'))
    expect(life).toBeGreaterThan(50_000)
    expect(life).toBeLessThanOrEqual(60_000)
    expect(await sql`SELECT 1 FROM "Throttle" WHERE key = 'in Redis'`).toHaveLength(0)
  })

  test('at Upstash when it is configured, in one request a decision', async () => {
    const decide = await openLimiter({ upstash, redisUrl: 'redis://127.0.0.1:1' })
    await decide('warm', 6, 60_000)
    const before = upstash.requests()
    await decide('at Upstash', 6, 60_000)
    expect(upstash.requests()).toBe(before + 1)
    expect(await redis.ask('EXISTS', 'latchkey:at Upstash')).toBe(1)
  })
})

test('while PostgreSQL is away, a decision fails as what it is', async () => {
  const query = vi.spyOn(pool(), 'query').mockImplementation(() => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  const failure = await consume('/auth/login 192.0.2.9', '6/minute').catch((error: unknown) => error)
  expect(isDatabaseUnavailable(failure)).toBe(true)
  query.mockRestore()
})
