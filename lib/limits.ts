import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from './db'

/** A documented rate, as `6/minute`. */
export type Rate = `${number}/${'minute' | 'hour'}`

export type Verdict = {
  allowed: boolean
  /** What the rate allows in a window, and the length of the window in seconds. */
  quota: number
  windowSeconds: number
  remaining: number
  /** Seconds until the window ends. */
  resetSeconds: number
}

/**
 * Counts one request against a rate: one statement, exact under bursts and over processes. A window begins with its
 * first request. Whoever is over the rate is refused from memory until the window ends.
 *
 * @param key the bucket and whose it is, as `/auth/login 192.0.2.1`.
 */
export async function consume(key: string, rate: Rate): Promise<Verdict> {
  const { quota, windowSeconds, limiter } = limiterFor(rate)
  const verdict = (result: RateLimiterRes, allowed: boolean): Verdict => ({
    allowed,
    quota,
    windowSeconds,
    remaining: result.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  })
  try {
    return verdict(await limiter.consume(key), true)
  } catch (refused) {
    if (refused instanceof Error) throw refused
    return verdict(refused as RateLimiterRes, false)
  }
}

const SECONDS = { minute: 60, hour: 3600 }

type Limiter = { quota: number; windowSeconds: number; limiter: RateLimiterPostgres }

const limiters = new Map<Rate, Limiter>()

function limiterFor(rate: Rate): Limiter {
  let found = limiters.get(rate)
  if (!found) {
    const [count, unit] = rate.split('/') as [string, keyof typeof SECONDS]
    const quota = Number(count)
    const windowSeconds = SECONDS[unit]
    const limiter = new RateLimiterPostgres({
      storeClient: pool(),
      storeType: 'pool',
      tableName: 'Throttle',
      tableCreated: true,
      keyPrefix: '',
      points: quota,
      duration: windowSeconds,
      inMemoryBlockOnConsumed: quota + 1,
    })
    found = { quota, windowSeconds, limiter }
    limiters.set(rate, found)
  }
  return found
}
