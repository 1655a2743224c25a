import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { prismaFolder, readMigrations, readSchema } from './schema-engine'

const run = promisify(execFile)
const database = `migrate_${randomBytes(6).toString('hex')}`
const at = (name: string) => Object.assign(new URL(inject('templateUrl')), { pathname: `/${name}` }).href
const administrator = new pg.Client(at('postgres'))

beforeAll(async () => {
  await administrator.connect()
  await administrator.query(`CREATE DATABASE ${database}`)
})

afterAll(async () => {
  await administrator.query(`DROP DATABASE ${database} WITH (FORCE)`)
  await administrator.end()
})

/** What `npm run db:migrate` says of it, in a process of its own. */
async function migrate(name = database): Promise<string> {
  const env = { ...process.env, DATABASE_URL: at(name) }
  return (await run(process.execPath, ['scripts/run.mjs', 'db', 'migrate'], { env })).stdout.trim()
}

test('of three starts at once on an empty database one migrates, and all come through', async () => {
  const names = (await readMigrations()).migrationDirectories.map(({ path }) => path)
  const said = await Promise.all([migrate(), migrate(), migrate()])
  const nothing = 'The database is up to date.'
  expect(said.sort()).toEqual([`Applied ${names.join(', ')}.`, nothing, nothing].sort())
  expect(await migrate(), 'a later start').toBe(nothing)
}, 120_000)

test('REL-19: a migration that is killed half-way leaves nothing behind, and the next start finishes it', async () => {
  const interrupted = `${database}_interrupted`
  await administrator.query(`CREATE DATABASE ${interrupted}`)
  const bystander = new pg.Client(at(interrupted))
  try {
    await bystander.connect()
    // The migration has to wait for this one before it can make its own.
    await bystander.query(`BEGIN; CREATE TABLE "${await tableOfNewestMigration()}" ()`)
    const env = { ...process.env, DATABASE_URL: at(interrupted) }
    const migration = spawn(process.execPath, ['scripts/run.mjs', 'db', 'migrate'], { env, stdio: 'ignore' })
    const ended = once(migration, 'exit')
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`
    await expect
      .poll(async () => (await administrator.query(waiting, [interrupted])).rowCount, { timeout: 30_000 })
      .toBe(1)
    migration.kill('SIGKILL')
    await ended
    await bystander.query('ROLLBACK')
    const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
    await expect.poll(async () => (await bystander.query(tables)).rows).toEqual([])
    expect(await migrate(interrupted)).toMatch(/^Applied /)
    expect(await migrate(interrupted)).toBe('The database is up to date.')
  } finally {
    await bystander.end()
    await administrator.query(`DROP DATABASE ${interrupted} WITH (FORCE)`)
  }
}, 120_000)

async function tableOfNewestMigration(): Promise<string> {
  const { migrationDirectories } = await readMigrations()
  const made = migrationDirectories.flatMap(({ migrationFile }) =>
    [...migrationFile.content.value.matchAll(/CREATE TABLE "(\w+)"/g)].map(([, table]) => table ?? ''),
  )
  return made.at(-1) ?? ''
}

test('no change of the schema lacks its migration', async () => {
  expect(await readFile(path.join(prismaFolder, 'migrations/schema.prisma'), 'utf8')).toBe(await readSchema())
})
