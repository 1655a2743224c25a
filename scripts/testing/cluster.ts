import { existsSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../migrate'
import { startPostgres } from '../postgres'

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that every test file gets a copy of. */
    templateUrl: string
  }
}

/** Starts a real PostgreSQL for the unit tests and migrates the template that each test file copies. */
export default async function setup(project: TestProject) {
  const folder = path.resolve('.test', `unit-${process.pid}`)
  const { url, stop } = await startPostgres(folder)
  process.once('exit', () => endAtOnce(folder))
  await calmDown(url)
  await migrate(url)
  project.provide('templateUrl', url)
  return async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Told to end, vitest waits for no teardown. */
function endAtOnce(folder: string) {
  const pidFile = path.join(folder, 'postgres/data/postmaster.pid')
  if (!existsSync(pidFile)) return
  process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT')
  const clock = new Int32Array(new SharedArrayBuffer(4))
  for (let waits = 0; existsSync(pidFile) && waits < 100; waits++) Atomics.wait(clock, 0, 0, 50)
  rmSync(folder, { recursive: true, force: true })
}

/** These databases live for seconds: nothing of them has to survive a power cut. */
async function calmDown(url: string) {
  const client = new pg.Client(url)
  await client.connect()
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'])
    await client.query(`ALTER SYSTEM SET ${setting} = off`)
  await client.query('SELECT pg_reload_conf()')
  await client.end()
}
