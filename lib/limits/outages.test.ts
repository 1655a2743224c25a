import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test, vi } from 'vitest'
import { type Behaviour, type Gate, startGate } from '@/e2e/support/gate'
import { type RedisServer, startRedis } from '@/e2e/support/redis-server'
import { type Lie, startUpstash } from '@/e2e/support/upstash'
import { isDatabaseUnavailable, pool } from '../db'
import { log } from '../log'
import { DISK_FULL, type Limiter, probe, REDIS_AWAY, throughOutages } from './outages'
import { postgresStore } from './postgres'
import { redisStore, upstashStore } from './redis'
import type { Store } from './store'

/** REL-09, REL-10: every way in which Redis can fail, on real connections to a real server. */

let redis: RedisServer
const cleanup: (() => Promise<void>)[] = []

beforeAll(async () => {
  redis = await startRedis()
})

afterAll(async () => {
  for (const stop of cleanup) await stop()
  await redis.stop()
})

/** A way in which what is behind a limiter fails, and how it is well again. */
type Fault = { begin(): Promise<unknown>; end(): Promise<unknown> }
type Scene = { limiter: Limiter; fault: Fault; gate: Gate }

const behaviours: Record<string, Behaviour> = {
  'refuses connections': 'refuse',
  'resets connections': 'reset',
  hangs: 'hang',
  'is slow': { delayMs: 400 },
  'talks another language': { says: 'HTTP/1.1 200 OK\r\n\r\n' },
}

const lies: Record<string, Lie> = {
  'says 401': { status: 401, body: '{"error":"WRONGPASS invalid or missing auth token"}' },
  'says 500': { status: 500, body: '{"error":"internal"}' },
  'says 502 in HTML': { status: 502, body: '<h1>Bad Gateway</h1>' },
  'says 200 in HTML': { status: 200, body: '<h1>Welcome</h1>' },
  'says nothing': { status: 200, body: '' },
  'says null': { status: 200, body: '[{"result":null}]' },
  'says OK': { status: 200, body: '[{"result":"OK"}]' },
  'decides on another rate': { status: 200, body: '[{"result":[1,99,5000]}]' },
  'decides on no one': { status: 200, body: '[]' },
}

const words: Record<string, string> = {
  'says OK': '+OK\r\n',
  'says null': '$-1\r\n',
  'decides on another rate': '*3\r\n:1\r\n:99\r\n:5000\r\n',
  'is out of memory': '-OOM command not allowed when used memory > maxmemory\r\n',
}

const scenes: [string, () => Promise<Scene>][] = [
  ...Object.entries(behaviours).flatMap(([what, behaviour]): [string, () => Promise<Scene>][] => [
    [`Redis ${what}`, () => behindGate(openRedis, behaviour)],
    [`Upstash ${what}`, () => behindGate(openUpstash, behaviour)],
  ]),
  ...Object.entries(words).map(([what, says]): [string, () => Promise<Scene>] => [
    `Redis ${what}`,
    () => behindGate(openRedis, { says }),
  ]),
  ...Object.entries(lies).map(([what, lie]): [string, () => Promise<Scene>] => [
    `Upstash ${what}`,
    () => behindLies(lie),
  ]),
]

describe.concurrent.each(scenes)('%s', (_what, open) => {
  test('a decision takes 300 ms at most, what could serve guessing stays limited, and it heals by itself', async ({
    expect,
  }) => {
    const { limiter, fault } = await open()
    expect(await limiter(`before ${Math.random()}`, 6, 60_000)).toMatchObject({ allowed: true, remaining: 5 })
    await fault.begin()
    await expectLocalLimits(expect, limiter)
    await fault.end()
    await expectHealing(expect, limiter)
  })
})

describe('one outage', () => {
  test('writes one line when it begins and one when it ends, without an address', async () => {
    const { limiter, fault } = await behindGate(openRedis, 'hang')
    const lines = vi.spyOn(log, 'warn').mockImplementation(() => undefined)
    await fault.begin()
    await Promise.all(Array.from({ length: 50 }, () => limiter('/auth/login 192.0.2.7', 6, 60_000)))
    await sleep(1500)
    expect(lines.mock.calls.map(call => call.at(-1))).toEqual([expect.stringMatching(/Redis cannot be asked/)])
    await fault.end()
    await expectHealing(expect, limiter)
    expect(lines.mock.calls.map(call => call.at(-1))).toEqual([
      expect.stringMatching(/Redis cannot be asked/),
      expect.stringMatching(/Redis answers again/),
    ])
    expect(JSON.stringify(lines.mock.calls)).not.toContain('192.0.2.7')
    lines.mockRestore()
  })

  test('fifty at once wait together, not one after the other', async () => {
    const { limiter, fault } = await behindGate(openRedis, 'hang')
    await fault.begin()
    const begun = performance.now()
    const taken = await Promise.all(Array.from({ length: 50 }, () => limiter('burst', 6, 60_000)))
    expect(performance.now() - begun).toBeLessThan(400)
    expect(taken.filter(decision => decision?.allowed)).toHaveLength(6)
  })
})

test.each([
  ['Redis', () => behindGate(openRedis, 'open')],
  ['Upstash', () => behindGate(openUpstash, 'open')],
])('a process that is busy itself for half a second does not blame %s', async (_name, open) => {
  const { limiter } = await open()
  const deciding = Array.from({ length: 50 }, () => limiter('busy', 6, 60_000))
  const end = performance.now() + 500
  while (performance.now() < end);
  expect((await Promise.all(deciding)).filter(taken => taken?.allowed)).toHaveLength(6)
  expect(await redis.ask('DEL', 'latchkey:busy')).toBe(1)
})

test('REL-21: a connection that was cut while idle is opened anew, and nobody notices', async () => {
  const { limiter, gate } = await behindGate(openRedis, 'open')
  const lines = vi.spyOn(log, 'warn')
  for (let round = 0; round < 5; round++) {
    gate.cut()
    await sleep(50)
    expect(await limiter('cut', 100, 60_000)).toMatchObject({ allowed: true, remaining: 99 - round })
  }
  expect(lines).not.toHaveBeenCalled()
  lines.mockRestore()
})

test('REL-16: while the disk of PostgreSQL is full this process limits by itself; its other faults are told', async () => {
  const lines = vi.spyOn(log, 'warn').mockImplementation(() => undefined)
  const limiter = throughOutages(postgresStore, DISK_FULL)
  await refuseWritesWith('53200')
  expect(isDatabaseUnavailable(await limiter('during', 6, 60_000).catch(error => error))).toBe(true)
  await refuseWritesWith('53100')
  await expectLocalLimits(expect, limiter)
  await pool().query('DROP TRIGGER refusing ON "Throttle"')
  await expect.poll(() => limiter('after', 60, 60_000), { timeout: 5000 }).toMatchObject({ remaining: 59 })
  expect(lines.mock.calls.map(call => call.at(-1))).toEqual([
    expect.stringMatching(/disk of PostgreSQL is full/),
    expect.stringMatching(/room again/),
  ])
  lines.mockRestore()
})

/** As PostgreSQL itself says it, for the table of the limits. */
const refuseWritesWith = (code: string) =>
  pool().query(`
    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}'; END $$;
    CREATE OR REPLACE TRIGGER refusing BEFORE INSERT ON "Throttle" FOR EACH ROW EXECUTE FUNCTION refuse()`)

async function expectLocalLimits(expect: ExpectStatic, limiter: Limiter) {
  const begun = performance.now()
  const allowed = [(await limiter('during', 6, 60_000))?.allowed]
  expect(performance.now() - begun).toBeLessThan(300)
  for (let i = 1; i < 20; i++) allowed.push((await limiter('during', 6, 60_000))?.allowed)
  expect(performance.now() - begun).toBeLessThan(600)
  expect(allowed).toEqual([...Array(6).fill(true), ...Array(14).fill(false)])
  for (let i = 0; i < 100; i++) expect(await limiter('harmless', 60, 60_000)).toBeUndefined()
}

async function expectHealing(expect: ExpectStatic, limiter: Limiter) {
  const key = `after ${Math.random()}`
  const deadline = performance.now() + 3000
  while (!(await redis.ask('EXISTS', `latchkey:${key}`))) {
    expect(performance.now()).toBeLessThan(deadline)
    await limiter(key, 6, 60_000)
    await sleep(50)
  }
}

async function behindGate(open: (gatePort: number) => Promise<Limiter>, behaviour: Behaviour): Promise<Scene> {
  const upstash = await startUpstash(redis)
  const gate = await startGate(open === openUpstash ? upstash.port : redis.port)
  cleanup.push(gate.stop, upstash.stop)
  const fault = { begin: () => gate.become(behaviour), end: () => gate.become('open') }
  return { limiter: await open(gate.port), fault, gate }
}

async function behindLies(lie: Lie): Promise<Scene> {
  const upstash = await startUpstash(redis)
  const gate = await startGate(upstash.port)
  cleanup.push(gate.stop, upstash.stop)
  const fault = { begin: async () => upstash.lie(lie), end: async () => upstash.lie(undefined) }
  return { limiter: await openUpstash(gate.port), fault, gate }
}

const openRedis = (port: number) => opened(redisStore(`redis://127.0.0.1:${port}`))

const openUpstash = (port: number) =>
  opened(upstashStore({ url: `http://127.0.0.1:${port}`, token: 'token-of-the-stand-in' }))

async function opened(opening: Promise<Store>): Promise<Limiter> {
  const store = await opening
  await probe(store, 2000)
  return throughOutages(store, REDIS_AWAY)
}
