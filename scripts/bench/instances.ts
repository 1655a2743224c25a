import { startRedis } from '../../e2e/support/redis-server'
import { buildIfStale } from '../build'
import { ensureCommand } from '../debian'
import { generateSecrets } from '../secrets'
import { load, medianOf, onBench, ROUNDS, SECONDS, type Target } from './load'
import { registerPeople, signIn } from './people'

const INSTANCES = 3

/** What three instances on one database and one Redis do together, against what one of them does alone. */
export async function benchInstances() {
  ensureCommand('redis-server')
  await buildIfStale()
  const redis = await startRedis()
  try {
    await onBench(async start => {
      const env = { ...generateSecrets(), REDIS_URL: redis.url, APP_URL: 'http://localhost:4301' }
      const servers = await Promise.all(Array.from({ length: INSTANCES }, () => start('.', env)))
      const origins = servers.map(({ origin }) => origin)
      const [first = ''] = origins
      const [body = ''] = await registerPeople(first, 1)
      const data = async () => [JSON.stringify({ token: (await signIn(first, body)).token })]
      const targets = origins.map(
        (origin): Target => ({ name: origin, url: `${origin}/api/token/verify/`, script: 'request', data }),
      )
      const together = async (some: Target[], seconds: number) =>
        (await Promise.all(some.map(target => load(target, seconds)))).reduce(
          (sum, { throughput }) => sum + throughput,
          0,
        )
      await together(targets, 1)
      const ratios: number[] = []
      for (let round = 1; round <= ROUNDS; round++) {
        const one = await together(targets.slice(0, 1), SECONDS)
        const all = await together(targets, SECONDS)
        ratios.push(all / one)
        console.log(`token verify: ${one.toFixed(0)}/s with one instance, ${all.toFixed(0)}/s with ${INSTANCES}`)
      }
      console.log(`${INSTANCES} instances / one: ${medianOf(ratios).toFixed(2)}`)
    })
  } finally {
    await redis.stop()
  }
}
