import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test, vi } from 'vitest'
import { boundedMap } from './bounded-map'
import { memoryStore } from './memory'

afterEach(() => void vi.useRealTimers())

test('BRU-17: a million keys take less than 100 MB, and the newest are the ones that are known', async () => {
  const key = (index: number) => `/auth/login 2001:db8:${index >> 16}:${index & 0xffff}::/64 6/minute`
  const fill = async (count: number) => {
    const store = memoryStore()
    for (let index = 0; index < count; index++) await store.take(key(index), 1, 60_000)
    return store
  }
  // The engine's own room for short-lived things grows to its working size first.
  await fill(100_000)
  const before = memory()
  const store = await fill(1_000_000)
  expect(process.memoryUsage.rss() - before.rss).toBeLessThan(100 * MEGABYTE)
  expect(memory().heapUsed - before.heapUsed).toBeLessThan(20 * MEGABYTE)
  expect(await store.take(key(999_999), 1, 60_000)).toMatchObject({ allowed: false })
  expect(await store.take(key(0), 1, 60_000)).toMatchObject({ allowed: true })
})

const MEGABYTE = 1024 * 1024

/** What is held, without what nobody refers to any more. */
function memory() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage()
}

test('holds no more than its capacity, and always the newer half of it', () => {
  const map = boundedMap<number>(100)
  for (let index = 0; index < 1000; index++) {
    map.set(`key ${index}`, index, 60_000)
    expect(map.size()).toBeLessThanOrEqual(100)
    const oldest = Math.max(0, index - 49)
    expect(map.get(`key ${oldest}`)).toBe(oldest)
  }
})

test('what has expired is not found, and goes by itself', () => {
  vi.useFakeTimers()
  const map = boundedMap<string>(100)
  map.set('short', 'a', 1000)
  map.set('long', 'b', 3_600_000)
  vi.advanceTimersByTime(1001)
  expect(map.get('short')).toBeUndefined()
  expect(map.get('long')).toBe('b')
  vi.advanceTimersByTime(60_000)
  expect(map.size()).toBe(1)
})
