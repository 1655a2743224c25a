import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
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
async function migrate(): Promise<string> {
  const env = { ...process.env, DATABASE_URL: at(database) }
  return (await run(process.execPath, ['scripts/run.mjs', 'db', 'migrate'], { env })).stdout.trim()
}

test('of three starts at once on an empty database one migrates, and all come through', async () => {
  const names = (await readMigrations()).migrationDirectories.map(({ path }) => path)
  const said = await Promise.all([migrate(), migrate(), migrate()])
  const nothing = 'The database is up to date.'
  expect(said.sort()).toEqual([`Applied ${names.join(', ')}.`, nothing, nothing].sort())
  expect(await migrate(), 'a later start').toBe(nothing)
}, 120_000)

test('no change of the schema lacks its migration', async () => {
  expect(await readFile(path.join(prismaFolder, 'migrations/schema.prisma'), 'utf8')).toBe(await readSchema())
})
