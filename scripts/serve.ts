import { type ChildProcess, spawn } from 'node:child_process'
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { InvalidEnvironment, mustBringSecrets, parseEnv } from '../lib/env'
import type { MetricsAnswer, MetricsQuestion } from '../lib/metrics'
import { buildIfStale, generateIfStale, noteServing } from './build'
import { exitCodeOf, onInterruption } from './interruption'
import { migrate } from './migrate'
import { type Postgres, startPostgres } from './postgres'
import { loadOrCreateSecrets } from './secrets'

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** Few arenas: hashing takes and returns 19 MiB at a time, which many arenas would each keep. */
const WORKER_ENVIRONMENT = {
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_MANUAL_SIG_HANDLE: 'true',
  MALLOC_ARENA_MAX: '2',
}

/** Requests in flight have so long to finish once no new connections are taken. */
const STOP_MS = 10_000

/** Prepares everything that is missing, serves until a signal comes, and leaves nothing running behind. */
export async function serve({ development }: { development: boolean }) {
  await prepare(development).catch(fail)
  const starting = process.env.DATABASE_URL ? undefined : startPostgres(process.env.DATA_DIR as string)
  let isEnding = false
  const endUnready = async (signal: NodeJS.Signals) => {
    isEnding = true
    await stopDatabase(starting)
    process.exit(exitCodeOf(signal))
  }
  const isReady = onInterruption(endUnready, () => process.exit(1))
  try {
    if (starting) process.env.DATABASE_URL = (await starting).url
    await migrate(process.env.DATABASE_URL as string)
  } catch (error) {
    if (isEnding) return
    await stopDatabase(starting)
    fail(error)
  }
  if (isEnding) return
  isReady()
  const fleet = development ? startDevelopment() : startWorkers()
  stopOnSignals(fleet, starting)
  greet()
}

async function prepare(development: boolean) {
  if (existsSync('.env')) process.loadEnvFile('.env')
  if (development && !process.env.INTRA_CLIENT_ID) await playIntra()
  await completeEnvironment()
  await generateIfStale()
  if (development) return
  await buildIfStale()
  await noteServing()
}

/** One that is just being started is waited for. */
async function stopDatabase(starting: Promise<Postgres> | undefined) {
  const database = await starting?.catch(() => undefined)
  await database?.stop().catch(error => console.error(String(error)))
}

/** Secrets and defaults are settled here, so that every process below sees the same. */
async function completeEnvironment() {
  process.env.DATA_DIR ||= '.data'
  process.env.PORT ||= '3000'
  if (!mustBringSecrets(process.env))
    Object.assign(process.env, missing(await loadOrCreateSecrets(process.env.DATA_DIR)))
  parseEnv({ ...process.env, DATABASE_URL: process.env.DATABASE_URL || 'postgresql://embedded' })
}

/** A stand-in for 42, where nothing of the true one is configured: a developer can click through. It ends with us. */
async function playIntra() {
  const { INTRA_CLIENT, startIntra } = await import('../e2e/support/intra-process')
  const { url } = await startIntra()
  Object.assign(process.env, INTRA_CLIENT, { INTRA_API_URL: url })
  console.log(`42 Intra: ${url} (a stand-in; INTRA_CLIENT_ID, INTRA_CLIENT_SECRET lead to the true one)`)
}

const missing = (secrets: Record<string, string>) =>
  Object.fromEntries(Object.entries(secrets).filter(([name]) => !process.env[name]))

type Fleet = { ended: Promise<number>; stop(signal: NodeJS.Signals): void }

/** One worker per core shares the port; one that dies is replaced. */
function startWorkers(): Fleet {
  const count = Number(process.env.WORKERS) || availableParallelism()
  cluster.setupPrimary({
    exec: path.join(import.meta.dirname, 'worker.mjs'),
    execArgv: ['--max-old-space-size=256'],
    silent: true,
  })
  let stopping = false
  let failedStarts = 0
  const hire = () => {
    const begun = Date.now()
    const worker = cluster.fork({ ...WORKER_ENVIRONMENT, WORKERS: String(count) })
    forwardLog(worker)
    cutWhatIsLost(worker)
    worker.on('exit', code => {
      if (stopping) return
      failedStarts = Date.now() - begun < 5000 ? failedStarts + 1 : 0
      if (failedStarts >= count) giveUp(code || 1)
      else hire()
    })
  }
  const workers = () => Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
  let giveUp: (code: number) => void = () => undefined
  const ended = new Promise<number>(resolve => {
    giveUp = resolve
    cluster.on('exit', () => stopping && !workers().length && resolve(0))
  })
  if (process.env.METRICS_TOKEN) void tellMetrics()
  for (let index = 0; index < count; index++) hire()
  return {
    ended,
    stop(signal) {
      stopping = true
      for (const worker of workers()) worker.process.kill(signal)
    },
  }
}

/** A worker that is asked for the figures of the machine asks here: only the primary process reaches all of them. */
async function tellMetrics() {
  const { AggregatorRegistry } = await import('prom-client')
  const registry = new AggregatorRegistry()
  cluster.on('message', async (worker, { type, id }: Partial<MetricsQuestion>) => {
    if (type !== 'latchkey:metrics' || !id) return
    const text = await registry.clusterMetrics().catch(() => undefined)
    if (worker.isConnected()) worker.send({ type, id, ...(text !== undefined && { text }) } satisfies MetricsAnswer)
  })
}

/**
 * Node.js forgets a connection that was on its way to a worker when that died, and keeps it open: its client would wait
 * for ever. One at a time is on its way.
 */
function cutWhatIsLost(worker: Worker) {
  let onItsWay: { close?(): void } | undefined
  const { process: child } = worker
  const send = child.send.bind(child) as (...args: unknown[]) => boolean
  child.send = (...args: unknown[]) => {
    onItsWay = (args[1] as typeof onItsWay) ?? onItsWay
    return send(...args)
  }
  worker.on('error', error => console.error(`A worker could not be reached: ${error.message}`))
  worker.on('exit', () => onItsWay?.close?.())
}

/** Our log is JSON lines; what Next says about itself at each start is left out. */
function forwardLog(worker: Worker) {
  const { stdout, stderr } = worker.process
  if (stdout) createInterface(stdout).on('line', line => line.startsWith('{') && console.log(line))
  stderr?.pipe(process.stderr)
}

function startDevelopment(): Fleet {
  const next: ChildProcess = spawn(process.execPath, [NEXT, 'dev', '-p', process.env.PORT as string], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
  })
  return {
    ended: once(next, 'exit').then(([code]) => code ?? 0),
    stop: signal => void next.kill(signal),
  }
}

function stopOnSignals(fleet: Fleet, starting: Promise<Postgres> | undefined) {
  const { drainMs } = parseEnv(process.env)
  const finish = async (code: number) => {
    await stopDatabase(starting)
    process.exit(code)
  }
  const stop = () => {
    fleet.stop('SIGTERM')
    setTimeout(() => fleet.stop('SIGKILL'), STOP_MS + drainMs).unref()
  }
  onInterruption(stop, () => fleet.stop('SIGKILL'))
  void fleet.ended.then(finish)
}

function greet() {
  const { appUrl, smtpUrl, dataDir } = parseEnv(process.env)
  console.log(`Latchkey: ${appUrl.href}`)
  if (!smtpUrl)
    console.log(`Mail:     ${new URL('dev/mailbox', appUrl).href} (kept in ${dataDir}/outbox; SMTP_URL sends it)`)
}

function fail(error: unknown): never {
  console.error(error instanceof InvalidEnvironment ? error.message : error instanceof Error ? error.message : error)
  process.exit(1)
}
