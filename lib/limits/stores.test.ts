import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RedisServer, startRedis } from '@/e2e/support/redis-server'
import { startUpstash, type Upstash } from '@/e2e/support/upstash'
import { pool } from '../db'
import { memoryStore } from './memory'
import { postgresStore } from './postgres'
import { redisStore, upstashStore } from './redis'
import type { Store } from './store'

/**
 * One suite, run against every store: what a rate means must not depend on where it is counted. Windows are short, and
 * the tests compare with what they measured themselves, so that a slow machine does not make them lie.
 */

let redis: RedisServer
let withoutClock: RedisServer
let upstash: Upstash

beforeAll(async () => {
  redis = await startRedis()
  withoutClock = await startRedis()
  await withoutClock.ask('ACL', 'SETUSER', 'default', '-time')
  upstash = await startUpstash(redis)
})

afterAll(async () => {
  await Promise.all([redis.stop(), withoutClock.stop(), upstash.stop()])
})

const stores: Record<string, () => Promise<Store>> = {
  memory: async () => memoryStore(),
  PostgreSQL: async () => postgresStore,
  Redis: () => redisStore(redis.url),
  'a Redis that keeps its clock from scripts': () => redisStore(withoutClock.url),
  Upstash: () => upstashStore(upstash),
}

let keys = 0
const newKey = () => `/some/path 192.0.2.1 ${++keys}`

type Try = { allowed: boolean; remaining: number; waitMs: number; sent: number; answered: number }

async function attempt(store: Store, key: string, quota: number, windowMs: number): Promise<Try> {
  const sent = performance.now()
  const taken = await store.take(key, quota, windowMs)
  return { ...taken, sent, answered: performance.now() }
}

/** Clocks of stores count whole milliseconds, and are not ours. */
const GRAIN = 3

describe.concurrent.each(Object.entries(stores))('%s', (_name, open) => {
  test('allows the quota and not one more, and says what is left', async ({ expect }) => {
    const store = await open()
    const key = newKey()
    const tries: Try[] = []
    for (let i = 0; i < 8; i++) tries.push(await attempt(store, key, 6, 60_000))
    expect(tries.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, true, false, false])
    expect(tries.map(({ remaining }) => remaining)).toEqual([5, 4, 3, 2, 1, 0, 0, 0])
    for (const { waitMs, sent, answered } of tries) {
      const elapsed = [sent - (tries[0]?.answered ?? 0), answered - (tries[0]?.sent ?? 0)] as const
      expect(waitMs).toBeGreaterThanOrEqual(60_000 - elapsed[1] - GRAIN)
      expect(waitMs).toBeLessThanOrEqual(60_000 - elapsed[0] + GRAIN)
    }
  })

  test('BRU-07: fifty at once, the quota passes', async ({ expect }) => {
    const store = await open()
    const key = newKey()
    const tries = await Promise.all(Array.from({ length: 50 }, () => attempt(store, key, 6, 60_000)))
    expect(tries.filter(({ allowed }) => allowed)).toHaveLength(6)
    expect(tries.filter(({ remaining }) => remaining === 0)).toHaveLength(45)
  })

  test('a crowd of many keys at once: each has its own quota, and every request the answer to its own', async ({
    expect,
  }) => {
    const store = await open()
    const crowd = Array.from({ length: 12 }, (_, index) => ({ key: newKey(), quota: 1 + (index % 3) }))
    const asked = Array.from({ length: 60 }, (_, index) => crowd[index % crowd.length] as (typeof crowd)[number])
    const tries = await Promise.all(asked.map(({ key, quota }) => attempt(store, key, quota, 60_000)))
    for (const { key, quota } of crowd) {
      const own = tries.filter((_, index) => asked[index]?.key === key)
      expect(own.map(({ allowed }) => allowed).filter(Boolean)).toHaveLength(quota)
      expect(own.map(({ remaining }) => remaining).sort()).toEqual(
        [...Array(5 - quota).fill(0), ...Array.from({ length: quota }, (_, left) => left)].sort(),
      )
    }
  })

  test('keys do not share a count', async ({ expect }) => {
    const store = await open()
    const [one, other] = [newKey(), newKey()]
    expect((await attempt(store, one, 1, 60_000)).allowed).toBe(true)
    expect((await attempt(store, one, 1, 60_000)).allowed).toBe(false)
    expect((await attempt(store, other, 1, 60_000)).allowed).toBe(true)
  })

  test('BRU-02: who was refused is refused until the wait is over, and then allowed', async ({ expect }) => {
    const store = await open()
    const key = newKey()
    for (let i = 0; i < 2; i++) await attempt(store, key, 2, 1000)
    const refused = await attempt(store, key, 2, 1000)
    expect(refused.allowed).toBe(false)
    for (;;) {
      const again = await attempt(store, key, 2, 1000)
      if (again.answered < refused.sent + refused.waitMs - GRAIN) expect(again.allowed).toBe(false)
      if (again.sent > refused.answered + refused.waitMs + GRAIN) expect(again.allowed).toBe(true)
      if (again.allowed) break
      await sleep(5)
    }
  })

  test('the window slides: never more than the quota in any of its length, never less than could be', async ({
    expect,
  }) => {
    const store = await open()
    const key = newKey()
    const [quota, windowMs] = [5, 400]
    const tries: Try[] = []
    const end = performance.now() + 2200
    while (performance.now() < end) {
      tries.push(await attempt(store, key, quota, windowMs))
      await sleep(Math.random() * 60)
    }
    const allowed = tries.filter(one => one.allowed)
    expect(allowed.length).toBeGreaterThan(2 * quota)
    allowed.slice(quota).forEach(({ answered }, index) => {
      expect(answered - (allowed[index]?.sent ?? 0)).toBeGreaterThanOrEqual(windowMs - GRAIN)
    })
    for (const refused of tries.filter(one => !one.allowed)) {
      const counting = allowed.filter(
        ({ sent, answered }) => sent < refused.sent && answered > refused.sent - windowMs - GRAIN,
      )
      expect(counting.length).toBeGreaterThanOrEqual(quota)
    }
  })
})

/** Each instance collects for itself what comes together. */
const anotherPostgresStore = async () => {
  vi.resetModules()
  return (await import('./postgres')).postgresStore
}

/** A process counts for itself alone where nothing else is at hand. */
const shared = Object.entries({ ...stores, PostgreSQL: anotherPostgresStore }).filter(([name]) => name !== 'memory')

test.each(shared)('REL-22: three instances on %s share one count', async (_name, open) => {
  const instances = await Promise.all([open(), open(), open()])
  const key = newKey()
  const tries = await Promise.all(
    instances.flatMap(store => Array.from({ length: 20 }, () => attempt(store, key, 10, 60_000))),
  )
  expect(tries.filter(({ allowed }) => allowed)).toHaveLength(10)
})

test("REL-22: three instances that are asked about the same keys in every order never stand in each other's way", async () => {
  const instances = [await anotherPostgresStore(), await anotherPostgresStore(), await anotherPostgresStore()]
  const crowd = Array.from({ length: 40 }, newKey)
  const asked = instances.flatMap((store, index) =>
    (index % 2 ? crowd : crowd.toReversed()).map(key => attempt(store, key, 2, 60_000)),
  )
  expect((await Promise.all(asked)).filter(({ allowed }) => allowed)).toHaveLength(2 * crowd.length)
})

test('REL-13: in PostgreSQL, too, requests that a clock set back has put into the future count, once each', async () => {
  const key = newKey()
  for (let count = 0; count < 4; count++) await postgresStore.take(key, 6, 60_000)
  await pool().query(
    `UPDATE "Throttle" SET hits = ARRAY(SELECT hit + interval '1 hour' FROM unnest(hits) AS hit) WHERE key = $1`,
    [key],
  )
  const tries = await Promise.all(Array.from({ length: 20 }, () => postgresStore.take(key, 6, 60_000)))
  expect(tries.map(({ allowed }) => allowed)).toEqual([true, true, ...Array(18).fill(false)])
  expect(tries.slice(0, 3).map(({ remaining }) => remaining)).toEqual([1, 0, 0])
})
