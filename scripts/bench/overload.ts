import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfStale } from '../build'
import { load, medianOf, onBench, ROUNDS, SECONDS, type Target } from './load'
import { registerPeople } from './people'

/** So many times what it can do comes in. */
const TIMES = 10

type Outcome = { good: number; shed: number; lost: number }

/** What is left of the throughput of sign-ins when ten times as many are asked for, by clients that wait for nobody. */
export async function benchOverload() {
  await buildIfStale()
  await onBench(async start => {
    const { origin } = await start('.')
    const bodies = await registerPeople(origin, 16)
    const url = `${origin}/auth/login`
    const target: Target = { name: 'sign-in', url, script: 'request', data: async () => bodies }
    await load(target, 1)
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const { throughput } = await load(target, SECONDS)
      const { good, shed, lost } = await offer(url, bodies, TIMES * throughput)
      ratios.push(good / SECONDS / throughput)
      console.log(
        `at capacity ${throughput.toFixed(0)}/s; of ${(TIMES * throughput).toFixed(0)}/s ${(good / SECONDS).toFixed(0)}/s were done, ` +
          `${(shed / SECONDS).toFixed(0)}/s were told to come later, ${lost} got no answer`,
      )
    }
    console.log(`sign-ins when overloaded / at capacity: ${medianOf(ratios).toFixed(2)} (to reach: 0.8)`)
  })
}

/** Asks at a steady rate, whatever the answers; resolves once all have come. Only those in time count. */
async function offer(url: string, bodies: string[], perSecond: number): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true })
  const outcome: Outcome = { good: 0, shed: 0, lost: 0 }
  const asked: Promise<void>[] = []
  const begun = performance.now()
  const elapsed = () => (performance.now() - begun) / 1000
  while (elapsed() < SECONDS) {
    while (asked.length < elapsed() * perSecond) {
      const body = bodies[asked.length % bodies.length] as string
      const answer = ask(url, agent, body, asked.length).then(status => {
        if (elapsed() > SECONDS) return
        if (status === 200) outcome.good++
        else if (status === 503) outcome.shed++
        else outcome.lost++
      })
      asked.push(answer)
    }
    await sleep(5)
  }
  await Promise.all(asked)
  agent.destroy()
  return outcome
}

/** @returns the status; 0 when there was no answer. */
function ask(url: string, agent: Agent, body: string, index: number): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  }
  return new Promise(resolve => {
    request(url, { method: 'POST', agent, headers }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
      .on('error', () => resolve(0))
      .end(body)
  })
}
