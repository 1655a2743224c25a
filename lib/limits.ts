import { type Env, env } from './env'
import { boundedMap } from './limits/bounded-map'
import { DISK_FULL, type Limiter, probe, REDIS_AWAY, throughOutages } from './limits/outages'
import { postgresStore } from './limits/postgres'
import { redisStore, upstashStore } from './limits/redis'
import type { Store } from './limits/store'

/** A documented rate, as `6/minute`: never more than six requests in any sixty seconds. */
export type Rate = `${number}/${'minute' | 'hour'}`

export type Verdict = {
  allowed: boolean
  /** What the rate allows in a window, and the length of the window in seconds. */
  quota: number
  windowSeconds: number
  remaining: number
  /** Seconds until the oldest request that counts leaves the window: whoever is refused now is then allowed. */
  resetSeconds: number
}

/**
 * Counts one request against a rate: at most one round trip, exact under bursts, over processes and over machines.
 *
 * @param key the bucket and whose it is, as `/auth/login 192.0.2.1`: a documented path, and an address (of IPv6 the /64),
 *   the id of a user or a digest of a token; nothing else about anybody is kept, and that for one window.
 * @returns undefined where nobody counts: while Redis is away or the disk full, for what could not serve guessing.
 * @throws what isDatabaseUnavailable knows, where limits are kept in PostgreSQL.
 */
export async function consume(key: string, rate: Rate): Promise<Verdict | undefined> {
  const { quota, windowSeconds } = parseRate(rate)
  const decide = await limiter()
  const taken = await decide(`${key} ${rate}`, quota, windowSeconds * 1000)
  if (!taken) return undefined
  const { allowed, remaining, waitMs } = taken
  return { allowed, quota, windowSeconds, remaining, resetSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
}

/** Opens what the first decision would otherwise have to wait for. */
export async function openLimits(): Promise<void> {
  await limiter()
}

/** Asks the store that is configured for one decision of nobody's. @throws what it says when it cannot decide. */
export async function checkLimits(): Promise<void> {
  const store = await openStore(env())
  await probe(store, 2000).finally(() => store.abandon?.())
}

/** A first probe opens connections, so that no request waits for that. Other faults of PostgreSQL are the request's own. */
export async function openLimiter(place: Place): Promise<Limiter> {
  const store = await openStore(place)
  if (store === postgresStore) return rememberingRefusals(throughOutages(store, DISK_FULL))
  probe(store).catch(() => undefined)
  return rememberingRefusals(throughOutages(store, REDIS_AWAY))
}

type Place = Pick<Env, 'upstash' | 'redisUrl'>

/** Upstash where it is configured, else a Redis, else PostgreSQL. */
async function openStore({ upstash, redisUrl }: Place): Promise<Store> {
  if (upstash) return upstashStore(upstash)
  return redisUrl ? redisStore(redisUrl) : postgresStore
}

/** Whoever has used up a rate is refused from memory until the oldest of the requests leaves the window. */
export function rememberingRefusals(decide: Limiter): Limiter {
  const refusals = boundedMap<number>(20_000)
  return async (key, quota, windowMs) => {
    const until = refusals.get(key)
    if (until) return { allowed: false, remaining: 0, waitMs: until - performance.now() }
    const taken = await decide(key, quota, windowMs)
    if (taken?.remaining === 0) refusals.set(key, performance.now() + taken.waitMs, taken.waitMs)
    return taken
  }
}

const SECONDS = { minute: 60, hour: 3600 }

function parseRate(rate: Rate) {
  const [count, unit] = rate.split('/') as [string, keyof typeof SECONDS]
  return { quota: Number(count), windowSeconds: SECONDS[unit] }
}

function limiter(): Promise<Limiter> {
  shared.latchkeyLimiter ??= openLimiter(env())
  return shared.latchkeyLimiter
}

/** Next.js may load a module more than once in a process; it counts once all the same. */
const shared = globalThis as { latchkeyLimiter?: Promise<Limiter> }
