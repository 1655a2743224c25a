import { execFile } from 'node:child_process'
import { rename } from 'node:fs/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { env } from '../../lib/env'
import { newestMigration, openArchive, tablesInOrder } from './archive'
import { readInto } from './restore'

const run = promisify(execFile)

/** `backup <file>`: one consistent picture of the database, taken while the site runs. */
export async function backup([file = '']: string[], { verify }: { verify: boolean }) {
  const client = new pg.Client({ connectionString: env().databaseUrl })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const total = await write(client, `${file}.part`)
    await rename(`${file}.part`, file)
    console.log(`Wrote ${total} rows to ${file}.`)
    console.log('It does not hold the keys: keep ENCRYPTION_KEYS (or DATA_DIR/keys.json) as safe, and elsewhere.')
  } finally {
    await client.end()
  }
  if (verify) await restoreForATry(file)
}

async function write(client: pg.Client, file: string): Promise<number> {
  const tables = await tablesInOrder(client)
  const counts: Record<string, number> = {}
  for (const table of tables)
    counts[table] = (await client.query(`SELECT count(*)::int AS n FROM "${table}"`)).rows[0].n
  const archive = openArchive(file)
  const migration = await newestMigration(client)
  await archive.write({ product: 'Latchkey', format: 1, migration, at: new Date().toISOString(), tables: counts })
  for (const table of tables) {
    await writeTable(client, archive, table, counts[table])
    if (counts[table]) console.log(`${table.padEnd(16)} ${counts[table]}`)
  }
  await archive.close()
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Says every second how much of it is written; the line of the whole table then stands in its place. */
async function writeTable(client: pg.Client, archive: ReturnType<typeof openArchive>, table: string, count = 0) {
  await client.query(`DECLARE rows CURSOR FOR SELECT to_json(t) AS row FROM "${table}" t`)
  let written = 0
  let told = performance.now()
  for (;;) {
    const { rows } = await client.query<{ row: unknown }>('FETCH 1000 FROM rows')
    if (!rows.length) break
    for (const { row } of rows) await archive.write({ table, row })
    written += rows.length
    if (performance.now() - told < 1000) continue
    told = performance.now()
    process.stdout.write(`${table.padEnd(16)} ${Math.floor((written / count) * 100)} %\r`)
  }
  await client.query('CLOSE rows')
}

/** Restores the file into a database of its own beside the real one, checks it, and throws that database away. */
async function restoreForATry(file: string) {
  const name = `latchkey_try_${process.pid}`
  const admin = new pg.Client({ connectionString: env().databaseUrl })
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${name}`)
    const url = new URL(env().databaseUrl)
    url.pathname = `/${name}`
    // In a process of its own: the schema engine cannot be opened twice in one.
    await run(process.execPath, ['scripts/run.mjs', 'db', 'migrate'], {
      env: { ...process.env, DATABASE_URL: url.href },
    })
    const total = await readInto(url.href, file)
    console.log(`Restored ${total} rows into an empty database for a try: the backup is good.`)
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`)
    await admin.end()
  }
}
