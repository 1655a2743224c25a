import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running Latchkey, started as a user starts it. */
export type Product = {
  origin: string
  port: number
  dataDir: string
  /** What it has written to standard output and standard error so far, a line each. */
  logFile: string
  /** Ends it with everything that belongs to it. @returns its exit code. */
  stop(): Promise<number>
}

/**
 * Runs `npm start`'s own script with a data folder and a port of its own, and waits until it is ready.
 *
 * @param name names its folder below `.test`, and its log in `.test/reports`.
 */
export async function startProduct(name: string, environment: Record<string, string> = {}): Promise<Product> {
  const dataDir = path.resolve('.test', `${name}-${process.pid}`)
  const logFile = path.resolve('.test/reports', `${name}.log`)
  const port = await freePort()
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(path.dirname(logFile), { recursive: true })
  const env = { ...inherited(), PORT: String(port), DATA_DIR: dataDir, ...environment }
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const log = createWriteStream(logFile)
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const stop = () => end(child, dataDir)
  await waitUntilReady(child, port).catch(async error => {
    await stop()
    throw new Error(`${error.message} See ${path.relative('.', logFile)}.`)
  })
  return { origin: `http://localhost:${port}`, port, dataDir, logFile, stop }
}

/** Nothing of the developer's own configuration may reach the product under test. */
function inherited(): NodeJS.ProcessEnv {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'npm_config_cache']
  return Object.fromEntries(wanted.map(name => [name, process.env[name]])) as NodeJS.ProcessEnv
}

async function waitUntilReady(child: ChildProcess, port: number) {
  const deadline = Date.now() + 600_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Latchkey ended with ${child.exitCode} instead of starting.`)
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error('Latchkey did not become ready within ten minutes, a build included.')
}

async function end(child: ChildProcess, dataDir: string): Promise<number> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    const tooLate = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await ended
    clearTimeout(tooLate)
  }
  await rm(dataDir, { recursive: true, force: true })
  return child.exitCode ?? 1
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
