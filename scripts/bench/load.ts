import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { buildFloorIfStale, generateIfStale } from '../build'
import { ensureCommand } from '../debian'
import { migrate } from '../migrate'
import { startPostgres } from '../postgres'
import { generateSecrets } from '../secrets'

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')
const FOLDER = path.resolve('.test/bench')
export const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5
export const SECONDS = Number(process.env.BENCH_SECONDS) || 4
const THREADS = 8
/** Until what is called often has been compiled: larger code takes longer, on both sides. */
const WARM_UP_SECONDS = 5

/** `data` makes the lines that the load script takes its bodies or cookies from, anew before each run. */
export type Target = { name: string; url: string; script: 'request' | 'refresh' | 'code'; data(): Promise<string[]> }

/** Throughput of one over that of the other, and what it should reach; 0 where it is only shown. */
export type Ratio = [one: string, other: string, wanted: number]

type Result = { throughput: number; p50: number; p99: number; errors: number }

export type Server = { origin: string; pid: number }

/** Runs `work` with a migrated database and whatever servers it starts, and ends them all after it. */
export async function onBench(work: (start: (folder: string, env?: Environment) => Promise<Server>) => Promise<void>) {
  ensureCommand('wrk')
  await generateIfStale()
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  const database = await startPostgres(FOLDER)
  await migrate(database.url)
  const children: ReturnType<typeof serve>[] = []
  try {
    await work(async (folder, env) => {
      if (folder !== '.') await buildFloorIfStale()
      const port = 4301 + children.length
      const child = serve(folder, port, { DATABASE_URL: database.url, ...env })
      children.push(child)
      const origin = `http://127.0.0.1:${port}`
      await ready(folder === '.' ? `${origin}/readyz` : origin)
      return { origin, pid: child.pid ?? 0 }
    })
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await database.stop()
  }
}

type Environment = Record<string, string>

function serve(folder: string, port: number, env: Environment) {
  return spawn(process.execPath, ['--max-old-space-size=256', NEXT, 'start', folder, '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...generateSecrets(),
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '2',
      DATA_DIR: FOLDER,
      TRUSTED_PROXIES: '127.0.0.1',
      AUTO_ACTIVATE: 'true',
      ...env,
    },
  })
}

async function ready(url: string) {
  for (let tries = 0; tries < 100; tries++) {
    if ((await fetch(url).catch(() => undefined))?.ok) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`${url} does not answer`)
}

/** Loads the targets in alternating rounds; prints what each did, and ratios as the medians of the rounds. */
export async function measure(targets: Target[], ratios: Ratio[]) {
  const results = new Map<string, Result[]>(targets.map(({ name }) => [name, []]))
  for (const target of targets) await load(target, WARM_UP_SECONDS)
  for (let round = 1; round <= ROUNDS; round++) {
    process.stdout.write(`round ${round} of ${ROUNDS}\r`)
    for (const target of targets) results.get(target.name)?.push(await load(target, SECONDS))
  }
  const middle = (name: string) => median(results.get(name) ?? [])
  console.log(
    `${'target'.padEnd(24)} ${'requests/s'.padStart(10)} ${'p50 ms'.padStart(8)} ${'p99 ms'.padStart(8)} errors`,
  )
  for (const { name } of targets) {
    const { throughput, p50, p99, errors } = middle(name)
    console.log(
      `${name.padEnd(24)} ${throughput.toFixed(0).padStart(10)} ${p50.toFixed(1).padStart(8)} ${p99.toFixed(1).padStart(8)} ${errors}`,
    )
  }
  for (const [one, other, wanted] of ratios) {
    const perRound = (results.get(one) ?? []).map(
      (result, index) => result.throughput / (results.get(other)?.[index]?.throughput ?? 1),
    )
    const goal = wanted ? ` (to reach: ${wanted})` : ''
    console.log(`${one} / ${other}: ${medianOf(perRound).toFixed(2)}${goal}`)
  }
}

type Crowd = { connections: number; pauseMs: number }

/** Eight connections ask as fast as they are answered; or a crowd whose every member rests after each answer. */
export async function load({ url, script, data }: Target, seconds: number, crowd?: Crowd): Promise<Result> {
  const file = path.join(FOLDER, `lines-${new URL(url).port}.txt`)
  await writeFile(file, `${(await data()).join('\n')}\n`)
  const pause = crowd ? [String(crowd.pauseMs)] : []
  const size = [`-t${THREADS}`, `-c${crowd?.connections ?? THREADS}`, `-d${seconds}s`, '--timeout', '10s']
  const args = [...size, '-s', `bench/load/${script}.lua`, url, '--', file, ...pause]
  const { stdout } = await promisify(execFile)('wrk', args)
  const [, throughput, p50, p99, errors] = /RESULT (\S+) (\S+) (\S+) (\d+)/.exec(stdout)?.map(Number) ?? []
  return { throughput: throughput ?? 0, p50: p50 ?? 0, p99: p99 ?? 0, errors: errors ?? 0 }
}

/** The value in the middle. */
export const medianOf = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function median(results: Result[]): Result {
  const sorted = [...results].sort((a, b) => a.throughput - b.throughput)
  return sorted[Math.floor(sorted.length / 2)] ?? { throughput: 0, p50: 0, p99: 0, errors: 0 }
}

/** What a process holds in memory. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
