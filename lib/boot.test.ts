import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { boot } from './boot'
import { pruneExpired } from './core/pruning'
import { pool, sql } from './db'

afterEach(() => {
  vi.restoreAllMocks()
})

async function makeSpentToken(expiresIn: string): Promise<string> {
  const id = randomUUID()
  await sql`INSERT INTO "SpentToken" (id, "expiresAt") VALUES (${id}, now() + ${expiresIn}::interval)`
  return id
}

const kept = async () => (await sql<{ id: string }>`SELECT id FROM "SpentToken"`).map(({ id }) => id)

/** What a start puts off until then, and for how long. */
async function putOff(timer: 'setTimeout' | 'setInterval', ms: number): Promise<() => Promise<void>> {
  const timers = vi.spyOn(globalThis, timer)
  await boot()
  const work = timers.mock.calls.filter(([, delay]) => delay === ms).map(([callback]) => callback)
  expect(work).toHaveLength(1)
  return work[0] as () => Promise<void>
}

test.each([
  ['soon after a start', 'setTimeout', 10_000],
  ['every hour', 'setInterval', 3_600_000],
] as const)('what has expired goes by itself, %s; what serves stays', async (_when, timer, ms) => {
  const work = await putOff(timer, ms)
  const serving = await makeSpentToken('1 hour')
  await makeSpentToken('-2 hours')
  expect(await kept()).toHaveLength(2)
  await work()
  expect(await kept()).toEqual([serving])
  await sql`DELETE FROM "SpentToken"`
})

test('what fails for once is done the next time', async () => {
  const work = await putOff('setInterval', 3_600_000)
  await makeSpentToken('-2 hours')
  const query = vi.spyOn(pool(), 'query').mockRejectedValue(new Error('connect') as never)
  await work()
  query.mockRestore()
  expect(await kept()).toHaveLength(1)
  await work()
  expect(await kept()).toEqual([])
})

test('processes that prune at once remove each row once, and stand in nobody’s way', async () => {
  await sql`
    INSERT INTO "SpentToken" (id, "expiresAt")
    SELECT gen_random_uuid(), now() - interval '2 hours' FROM generate_series(1, 5000)`
  const counts = await Promise.all(Array.from({ length: 4 }, () => pruneExpired()))
  expect(counts.reduce((sum, { SpentToken = 0 }) => sum + SpentToken, 0)).toBe(5000)
})
