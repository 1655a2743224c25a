import { execFileSync } from 'node:child_process'
import { afterEach, expect, test, vi } from 'vitest'
import { boundedMap } from './bounded-map'

afterEach(() => void vi.useRealTimers())

test('BRU-17: a million keys take less than 100 MB, and the newest are the ones that are known', () => {
  const flags = ['--max-old-space-size=256', '--expose-gc', '--import', 'tsx']
  const said = execFileSync(process.execPath, [...flags, 'scripts/testing/million-keys.ts'], { encoding: 'utf8' })
  const { grown, held, newest, oldest } = JSON.parse(said)
  expect(grown).toBeLessThan(100 * MEGABYTE)
  expect(held).toBeLessThan(20 * MEGABYTE)
  expect({ newest, oldest }).toEqual({ newest: true, oldest: false })
})

const MEGABYTE = 1024 * 1024

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
