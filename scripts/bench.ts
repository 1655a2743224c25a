import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { buildIfStale, generateIfStale, run } from './build'
import { ensureCommand } from './debian'
import { migrate } from './migrate'
import { startPostgres } from './postgres'
import { generateSecrets } from './secrets'

// Measures the product against floors in the same run, in alternating rounds, and prints ratios of throughput.

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')
const FOLDER = path.resolve('.test/bench')
const PRODUCT = 'http://127.0.0.1:4301'
const FLOOR = 'http://127.0.0.1:4302'
const PASSWORD = 'correct horse battery'
const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5
const SECONDS = Number(process.env.BENCH_SECONDS) || 4
const THREADS = 8

/** Sign-ins made so far: each comes from an address of its own. */
let signIns = 0

/** `data` makes the lines that the load script takes its bodies or cookies from, anew before each run. */
type Target = { name: string; url: string; script: 'request' | 'refresh'; data(): Promise<string[]> }
type Result = { throughput: number; p50: number; p99: number; errors: number }

ensureCommand('wrk')
await generateIfStale()
await buildIfStale()
if (!existsSync('bench/floor/.next/BUILD_ID'))
  await run('next', ['build', 'bench/floor'], { NODE_ENV: 'production' }, 'quiet')
await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
const database = await startPostgres(FOLDER)
await migrate(database.url)
const product = serve('.', 4301)
const floor = serve('bench/floor', 4302)
try {
  await Promise.all([ready(`${PRODUCT}/readyz`), ready(FLOOR)])
  await measure(await prepareTargets())
} finally {
  product.kill('SIGTERM')
  floor.kill('SIGTERM')
  await database.stop()
}

function serve(folder: string, port: number) {
  return spawn(process.execPath, ['--max-old-space-size=256', NEXT, 'start', folder, '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...generateSecrets(),
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '2',
      DATABASE_URL: database.url,
      DATA_DIR: FOLDER,
      TRUSTED_PROXIES: '127.0.0.1',
      AUTO_ACTIVATE: 'true',
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

async function prepareTargets(): Promise<Target[]> {
  const accounts = Array.from({ length: 16 }, (_, index) => `bench${index}@example.com`)
  for (const [index, email] of accounts.entries()) await post('/auth/register', { email, password: PASSWORD }, index)
  const bodies = accounts.map(email => JSON.stringify({ email, password: PASSWORD }))
  const tokens = async () => [JSON.stringify({ token: (await signIn(accounts[0] ?? '')).token })]
  const cookies = async () => (await Promise.all(accounts.map(signIn))).map(({ cookie }) => cookie)
  return [
    { name: 'empty route', url: `${FLOOR}/empty`, script: 'request', data: tokens },
    { name: 'SELECT 1 route', url: `${FLOOR}/select-1`, script: 'request', data: tokens },
    { name: 'Argon2id route', url: `${FLOOR}/argon2id`, script: 'request', data: async () => bodies },
    { name: 'sign-in', url: `${PRODUCT}/auth/login`, script: 'request', data: async () => bodies },
    { name: 'rotating refresh', url: `${PRODUCT}/auth/token/refresh`, script: 'refresh', data: cookies },
    { name: 'token verify', url: `${PRODUCT}/api/token/verify/`, script: 'request', data: tokens },
  ]
}

async function signIn(email: string) {
  const response = await post('/auth/login', { email, password: PASSWORD }, 100 + signIns++)
  const cookie = /refresh_token=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
  return { cookie, token: ((await response.json()) as { jwt_token: string }).jwt_token }
}

function post(pathname: string, body: object, index: number) {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.200.${index >> 8}.${index & 255}` }
  return fetch(PRODUCT + pathname, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function measure(targets: Target[]) {
  const results = new Map<string, Result[]>(targets.map(({ name }) => [name, []]))
  for (const target of targets) await load(target, 1)
  for (let round = 1; round <= ROUNDS; round++) {
    process.stdout.write(`round ${round} of ${ROUNDS}\r`)
    for (const target of targets) results.get(target.name)?.push(await load(target, SECONDS))
  }
  const middle = (name: string) => median(results.get(name) ?? [])
  const ratios: [string, string, number][] = [
    ['sign-in', 'Argon2id route', 0.9],
    ['token verify', 'SELECT 1 route', 0.8],
    ['rotating refresh', 'SELECT 1 route', 0.6],
    ['token verify', 'empty route', 0],
  ]
  console.log(
    `${'target'.padEnd(18)} ${'requests/s'.padStart(10)} ${'p50 ms'.padStart(8)} ${'p99 ms'.padStart(8)} errors`,
  )
  for (const { name } of targets) {
    const { throughput, p50, p99, errors } = middle(name)
    console.log(
      `${name.padEnd(18)} ${throughput.toFixed(0).padStart(10)} ${p50.toFixed(1).padStart(8)} ${p99.toFixed(1).padStart(8)} ${errors}`,
    )
  }
  for (const [one, other, wanted] of ratios) {
    const perRound = (results.get(one) ?? []).map(
      (result, index) => result.throughput / (results.get(other)?.[index]?.throughput ?? 1),
    )
    const sorted = perRound.sort((a, b) => a - b)
    const goal = wanted ? ` (to reach: ${wanted})` : ''
    console.log(`${one} / ${other}: ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(2)}${goal}`)
  }
  console.log(`resident memory of the product: ${await residentMegabytes(product.pid ?? 0)} MB`)
}

async function load({ url, script, data }: Target, seconds: number): Promise<Result> {
  const file = path.join(FOLDER, 'lines.txt')
  await writeFile(file, `${(await data()).join('\n')}\n`)
  const args = [`-t${THREADS}`, `-c${THREADS}`, `-d${seconds}s`, '-s', `bench/load/${script}.lua`, url, '--', file]
  const { stdout } = await promisify(execFile)('wrk', args)
  const [, throughput, p50, p99, errors] = /RESULT (\S+) (\S+) (\S+) (\d+)/.exec(stdout)?.map(Number) ?? []
  return { throughput: throughput ?? 0, p50: p50 ?? 0, p99: p99 ?? 0, errors: errors ?? 0 }
}

function median(results: Result[]): Result {
  const sorted = [...results].sort((a, b) => a.throughput - b.throughput)
  return sorted[Math.floor(sorted.length / 2)] ?? { throughput: 0, p50: 0, p99: 0, errors: 0 }
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
