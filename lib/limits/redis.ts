import { createHash } from 'node:crypto'
import type { RatelimitConfig } from '@upstash/ratelimit'
import type { Store } from './store'

/** Sliding logs in a Redis of one's own, over one connection that is opened anew whenever it was lost. */
export async function redisStore(url: string): Promise<Store> {
  const { createClient } = await import('@redis/client')
  const open = () => {
    const client = createClient({
      url,
      RESP: 2,
      disableOfflineQueue: true,
      socket: { connectTimeout: GIVE_UP_MS, reconnectStrategy: false },
    })
    const connection = { client, ready: client.connect() }
    const forget = () => {
      if (current === connection) current = undefined
    }
    client.on('error', forget).on('end', forget)
    connection.ready.catch(forget)
    return connection
  }
  let current: ReturnType<typeof open> | undefined
  const connected = async () => {
    current ??= open()
    return current.ready
  }
  const command =
    (name: 'eval' | 'evalSha') =>
    async (script: string, keys: string[], args: unknown[]): Promise<unknown> =>
      (await connected())[name](script, { keys, arguments: args.map(String) })
  return {
    ...(await slidingLogs({ eval: command('eval'), evalsha: command('evalSha') })),
    abandon() {
      const { client } = current ?? {}
      current = undefined
      if (client?.isOpen) client.destroy()
    },
  }
}

/** Sliding logs at Upstash, over its REST interface: one request a decision, or one for several that come together. */
export async function upstashStore({ url, token }: { url: string; token: string }): Promise<Store> {
  const { Redis } = await import('@upstash/redis')
  return slidingLogs(
    new Redis({
      url,
      token,
      enableTelemetry: false,
      retry: { retries: 0 },
      signal: () => AbortSignal.timeout(GIVE_UP_MS),
    }),
  )
}

/** When nobody waits any more. */
const GIVE_UP_MS = 2000

/** What is needed of a client: Upstash's own, or any other in this shape. */
type Scripting = {
  eval(script: string, keys: string[], args: unknown[]): Promise<unknown>
  evalsha(hash: string, keys: string[], args: unknown[]): Promise<unknown>
}

/**
 * The limits of `@upstash/ratelimit` with an algorithm of our own: its "sliding window" weighs two fixed ones, lets a
 * seventh request of "6/minute" pass within the minute, and its scripts run on no Redis but Upstash's.
 */
async function slidingLogs(redis: Scripting): Promise<Store> {
  const { Ratelimit } = await import('@upstash/ratelimit')
  const limits = new Map<string, InstanceType<typeof Ratelimit>>()
  return {
    async take(key, quota, windowMs) {
      const name = `${quota} in ${windowMs}`
      const limit =
        limits.get(name) ??
        new Ratelimit({
          redis: redis as unknown as RatelimitConfig['redis'],
          limiter: slidingLog(redis, quota, windowMs),
          prefix: 'latchkey',
          ephemeralCache: false,
          timeout: 0,
        })
      limits.set(name, limit)
      const { success, remaining, reset } = await limit.limit(key)
      return { allowed: success, remaining, waitMs: Math.max(0, reset - Date.now()) }
    },
  }
}

/**
 * Times of requests in milliseconds, oldest first, in one string. The clock is the server's, so that instances need not
 * agree on the time; where a service keeps it from scripts, it is ours.
 */
const SCRIPT = `
local quota, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.pcall('TIME')
local now = clock.err and tonumber(ARGV[3]) or clock[1] * 1000 + math.floor(clock[2] / 1000)
local live = {}
for hit in string.gmatch(redis.call('GET', KEYS[1]) or '', '%d+') do
  if hit + window > now then live[#live + 1] = math.min(hit, now) end
end
local allowed = #live < quota and 1 or 0
if allowed == 1 then live[#live + 1] = now end
redis.call('SET', KEYS[1], table.concat(live, ' '), 'PX', window)
return { allowed, math.max(0, quota - #live), live[1] + window - now }`

const HASH = createHash('sha1').update(SCRIPT).digest('hex')

function slidingLog(redis: Scripting, quota: number, windowMs: number): RatelimitConfig['limiter'] {
  const notOffered = () => Promise.reject(new Error('a sliding log only decides'))
  return () => ({
    async limit(_context, key) {
      const reply = await run(redis, [key], [quota, windowMs, Date.now()])
      if (!isDecision(reply, quota, windowMs)) throw new Error('the answer makes no sense')
      const [allowed, remaining, waitMs] = reply
      const reset = Date.now() + waitMs
      return { success: allowed === 1, limit: quota, remaining, reset, pending: Promise.resolve() }
    },
    getRemaining: notOffered,
    resetTokens: notOffered,
  })
}

/** One round trip; two for the first decision after the server was started. */
async function run(redis: Scripting, keys: string[], args: unknown[]): Promise<unknown> {
  try {
    return await redis.evalsha(HASH, keys, args)
  } catch (error) {
    if (!String(error).includes('NOSCRIPT')) throw error
    return redis.eval(SCRIPT, keys, args)
  }
}

function isDecision(reply: unknown, quota: number, windowMs: number): reply is [number, number, number] {
  if (!Array.isArray(reply) || reply.length !== 3 || !reply.every(Number.isInteger)) return false
  const [allowed, remaining, waitMs] = reply
  return (
    (allowed === 0 ? remaining === 0 : allowed === 1 && remaining >= 0 && remaining < quota) &&
    waitMs > 0 &&
    waitMs <= windowMs
  )
}
