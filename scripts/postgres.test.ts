import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from './postgres'

const folder = path.resolve('.test', `postgres-${process.pid}`)
let server: Postgres

beforeAll(async () => {
  server = await startPostgres(folder)
}, 120_000)

afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

test('REL-04: a second owner of one data folder is refused, by the name of the first, and the first one goes on', async () => {
  await expect(startPostgres(folder)).rejects.toThrow(
    `Another Latchkey (process ${process.pid}) is running on ${folder}`,
  )
  expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('REL-02: an embedded server that was ended by kill -9 comes back at its port, with all that was committed', async () => {
  await ask('CREATE TABLE kept (value int)')
  await ask('INSERT INTO kept VALUES (42)')
  process.kill(
    Number((await readFile(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  )
  await expect.poll(() => ask('SELECT value FROM kept').catch(() => []), { timeout: 15_000 }).toEqual([{ value: 42 }])
  const owners = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted`
  await expect.poll(() => ask(owners).then(rows => rows.length), { timeout: 15_000 }).toBe(1)
  await expect(startPostgres(folder), 'it is ours as before').rejects.toThrow('Another Latchkey')
})

async function ask(statement: string): Promise<unknown[]> {
  const client = new pg.Client(server.url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
