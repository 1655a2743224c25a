import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'
import { Failure } from './core/failures'
import { hashingQueueLength } from './core/passwords'
import { equal } from './crypto'
import { pool, sql } from './db'
import { env } from './env'

/** Counts a request that was answered. */
export function countRequest({ method, route, status, ms }: Answered) {
  if (!env().metricsToken) return
  const { requests, seconds } = figures()
  requests.inc({ method, route, status })
  seconds.observe({ method, route }, ms / 1000)
}

/** Counts a decision of the rate limiter. */
export function countDecision(outcome: 'allowed' | 'refused' | 'uncounted') {
  if (env().metricsToken) figures().decisions.inc({ outcome })
}

/**
 * The figures of all processes of this machine, in the text format of Prometheus.
 *
 * @throws Failure `unknown_endpoint` while METRICS_TOKEN is not set, `not_authenticated` or `invalid_token` for whoever
 * does not bring it, `unavailable` when a process does not tell its own.
 */
export async function readMetrics(token: string | undefined): Promise<{ text: string; type: string }> {
  const { metricsToken } = env()
  if (!metricsToken) throw new Failure('unknown_endpoint')
  if (!token) throw new Failure('not_authenticated')
  if (!equal(token, metricsToken)) throw new Failure('invalid_token')
  figures()
  return { text: await (cluster.isWorker ? askPrimary() : register.metrics()), type: register.contentType }
}

/** What a worker sends to the primary process (scripts/serve.ts), and what comes back. */
export type MetricsQuestion = { type: 'latchkey:metrics'; id: string }
export type MetricsAnswer = { type: 'latchkey:metrics'; id: string; text?: string }

const PATIENCE_MS = 5000

function askPrimary(): Promise<string> {
  const id = randomUUID()
  return new Promise((resolve, reject) => {
    const hear = (answer: Partial<MetricsAnswer>) => {
      if (answer?.type !== 'latchkey:metrics' || answer.id !== id) return
      settle()
      if (answer.text === undefined) reject(new Failure('unavailable', { retryAfter: 2 }))
      else resolve(answer.text)
    }
    const late = setTimeout(hear, PATIENCE_MS, { type: 'latchkey:metrics', id })
    const settle = () => {
      clearTimeout(late)
      process.off('message', hear)
    }
    process.on('message', hear)
    process.send?.({ type: 'latchkey:metrics', id } satisfies MetricsQuestion)
  })
}

type Answered = { method: string; route: string; status: number; ms: number }

/** Next.js may load a module more than once in a process; each figure is registered once all the same. */
const shared = globalThis as { latchkeyFigures?: ReturnType<typeof openFigures> }

function figures() {
  shared.latchkeyFigures ??= openFigures()
  return shared.latchkeyFigures
}

function openFigures() {
  // Hears the primary's question for what this process has counted.
  if (cluster.isWorker) new AggregatorRegistry()
  collectDefaultMetrics()
  openGauges()
  return {
    requests: new Counter({
      name: 'latchkey_requests_total',
      help: 'Requests answered',
      labelNames: ['method', 'route', 'status'],
    }),
    seconds: new Histogram({
      name: 'latchkey_request_seconds',
      help: 'Seconds until a request was answered',
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 5],
    }),
    decisions: new Counter({
      name: 'latchkey_limit_decisions_total',
      help: 'Decisions of the rate limiter',
      labelNames: ['outcome'],
    }),
  }
}

/** What is asked for when somebody looks. */
function openGauges() {
  new Gauge({
    name: 'latchkey_hashing_queue',
    help: 'Passwords that wait for their turn to be hashed',
    collect() {
      this.set(hashingQueueLength())
    },
  })
  new Gauge({
    name: 'latchkey_database_connections',
    help: 'Connections of the pool, and requests that wait for one',
    labelNames: ['state'],
    collect() {
      const { totalCount, idleCount, waitingCount } = pool()
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'waiting' }, waitingCount)
    },
  })
  // One queue for all processes: each tells the same.
  new Gauge({
    name: 'latchkey_mail_queue',
    help: 'Mails that wait to be sent',
    aggregator: 'max',
    async collect() {
      const rows = await sql<{ n: number }>`SELECT count(*)::int AS n FROM "Mail"`.catch(() => [])
      if (rows[0]) this.set(rows[0].n)
      else this.reset()
    },
  })
}
