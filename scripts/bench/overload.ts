import { buildIfStale } from '../build'
import { load, medianOf, onBench, ROUNDS, SECONDS, type Target } from './load'
import { registerPeople } from './people'

/** So many times what it can do comes in, from so many connections. */
const TIMES = 10
const CONNECTIONS = 800

/** What is left of the throughput of sign-ins when ten times as many are asked for. */
export async function benchOverload() {
  await buildIfStale()
  await onBench(async start => {
    const { origin } = await start('.')
    const bodies = await registerPeople(origin, 16)
    const target: Target = { name: 'sign-in', url: `${origin}/auth/login`, script: 'request', data: async () => bodies }
    await load(target, SECONDS)
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const { throughput: capacity } = await load(target, SECONDS)
      const pauseMs = Math.round((1000 * CONNECTIONS) / (TIMES * capacity))
      const { throughput, errors } = await load(target, SECONDS, { connections: CONNECTIONS, pauseMs })
      const refused = errors / SECONDS
      const done = throughput - refused
      ratios.push(done / capacity)
      console.log(
        `at capacity ${capacity.toFixed(0)}/s; of ${throughput.toFixed(0)}/s ${done.toFixed(0)}/s were done, ` +
          `${refused.toFixed(0)}/s were told to come later`,
      )
    }
    console.log(`sign-ins when overloaded / at capacity: ${medianOf(ratios).toFixed(2)} (to reach: 0.8)`)
  })
}
