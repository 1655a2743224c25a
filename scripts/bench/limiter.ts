import { startRedis } from '../../e2e/support/redis-server'
import { ensureCommand } from '../debian'
import { measure, onBench, type Target } from './load'

/** What a rate limit costs: an empty route against the same one that asks the limiter first. */
export async function benchLimiter() {
  ensureCommand('redis-server')
  const redis = await startRedis()
  try {
    await onBench(async start => {
      const inRedis = await start('bench/floor', { REDIS_URL: redis.url })
      const inPostgres = await start('bench/floor')
      const target = (name: string, url: string): Target => ({ name, url, script: 'request', data: async () => ['{}'] })
      await measure(
        [
          target('empty route', `${inRedis.origin}/empty`),
          target('limited in Redis', `${inRedis.origin}/limited`),
          target('limited in PostgreSQL', `${inPostgres.origin}/limited`),
        ],
        [
          ['limited in Redis', 'empty route', 0.85],
          ['limited in PostgreSQL', 'empty route', 0],
        ],
      )
    })
  } finally {
    await redis.stop()
  }
}
