import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports'

export type Environment = Record<string, string>

/** A running Latchkey, started as a user starts it. */
export type Product = {
  origin: string
  port: number
  dataDir: string
  /** What it has written to standard output and standard error so far, a line each. */
  logFile: string
  /** The process that an operator would end. */
  pid: number
  /** Its exit code, once it has ended; null when it was killed. */
  ended: Promise<number | null>
  signal(signal: NodeJS.Signals): void
  /** Resolves when it answers that it is ready. @throws when it has ended, or after `patienceMs`. */
  ready(patienceMs?: number): Promise<void>
  /** Ends it with everything that belongs to it, and removes its data. @returns its exit code. */
  stop(): Promise<number>
}

/**
 * Runs `npm start`'s own script with a data folder and a port of its own, and waits until it is ready.
 *
 * @param name names its folder below `.test`, and its log in `.test/reports`.
 */
export async function startProduct(name: string, environment: Environment = {}): Promise<Product> {
  const dataDir = path.resolve('.test', `${name}-${process.pid}`)
  await rm(dataDir, { recursive: true, force: true })
  await rm(logOf(name), { force: true })
  const product = await launchProduct(name, { DATA_DIR: dataDir, ...environment })
  await product.ready().catch(async error => {
    await product.stop()
    throw error
  })
  return product
}

/** Starts it on whatever its folder holds, and waits for nothing. */
export async function launchProduct(name: string, environment: Environment): Promise<Product> {
  const logFile = logOf(name)
  const port = Number(environment.PORT) || (await freePort())
  const dataDir = environment.DATA_DIR ?? path.resolve('.test', `${name}-${process.pid}`)
  await mkdir(path.dirname(logFile), { recursive: true })
  // As npm starts it: it ends when whoever has started it is no more.
  const env = { ...inherited(), npm_lifecycle_event: 'start', PORT: String(port), DATA_DIR: dataDir, ...environment }
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const log = createWriteStream(logFile, { flags: 'a' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  return {
    origin: `http://localhost:${port}`,
    port,
    dataDir,
    logFile,
    pid: child.pid ?? 0,
    ended,
    signal: signal => void child.kill(signal),
    ready: (patienceMs = 600_000) =>
      waitUntilReady(child, port, patienceMs).catch(error => {
        throw new Error(`${error.message} See ${path.relative('.', logFile)}.`)
      }),
    async stop() {
      const code = await end(child, ended)
      await rm(dataDir, { recursive: true, force: true })
      return code
    },
  }
}

const logOf = (name: string) => path.resolve('.test/reports', `${name}.log`)

/** Nothing of the developer's own configuration may reach the product under test. */
export function inherited(): NodeJS.ProcessEnv {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'npm_config_cache']
  return Object.fromEntries(wanted.map(name => [name, process.env[name]])) as NodeJS.ProcessEnv
}

async function waitUntilReady(child: ChildProcess, port: number, patienceMs: number) {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Latchkey ended with ${child.exitCode} instead of starting.`)
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`Latchkey did not become ready within ${patienceMs / 1000} s.`)
}

async function end(child: ChildProcess, ended: Promise<number | null>): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT')
    const tooLate = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await ended
    clearTimeout(tooLate)
  }
  return child.exitCode ?? 1
}
