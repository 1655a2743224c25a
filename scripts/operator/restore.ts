import pg from 'pg'
import { z } from 'zod'
import { assertKeysFit } from '../../lib/boot'
import { env } from '../../lib/env'
import { newestMigration, readArchive, tablesInOrder } from './archive'

const Header = z.object({
  product: z.literal('Latchkey'),
  format: z.literal(1),
  migration: z.string(),
  at: z.string(),
  tables: z.record(z.string(), z.number()),
})
const Row = z.object({ table: z.string(), row: z.unknown() })

/** `restore <file>`: all of a backup, or nothing of it, into an instance without accounts. */
export async function restore([file = '']: string[], { dryRun }: { dryRun: boolean }) {
  if (dryRun) {
    const header = await readHeader(file)
    for (const [table, count] of Object.entries(header.tables)) console.log(`${table.padEnd(16)} ${count}`)
    return console.log(`That is what would be restored, as of ${header.at}.`)
  }
  const total = await readInto(env().databaseUrl, file)
  console.log(`Restored ${total} rows.`)
  await assertKeysFit()
  console.log('The keys fit: people can sign in.')
}

/**
 * Reads a backup into the database at `url`, in one transaction.
 *
 * @throws Error when the database holds accounts, or has other migrations than the backup.
 */
export async function readInto(url: string, file: string): Promise<number> {
  const { migration, tables } = await readHeader(file)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN')
    await assertReady(client, migration)
    const known = await tablesInOrder(client)
    await client.query(`TRUNCATE ${known.map(table => `"${table}"`).join(', ')} CASCADE`)
    const total = await insertRows(client, file, new Set(known))
    const expected = Object.values(tables).reduce((sum, count) => sum + count, 0)
    if (total !== expected)
      throw new Error(`The backup is incomplete: ${total} rows of ${expected}. Nothing was changed.`)
    await continueSequences(client)
    await client.query('COMMIT')
    return total
  } finally {
    await client.end()
  }
}

async function readHeader(file: string) {
  for await (const line of readArchive(file)) return Header.parse(line)
  throw new Error(`${file} is empty.`)
}

async function assertReady(client: pg.Client, migration: string) {
  const { rows } = await client.query('SELECT 1 FROM "User" LIMIT 1')
  if (rows.length)
    throw new Error('This instance has accounts already. Restore into an empty one (a new DATA_DIR or database).')
  const here = await newestMigration(client)
  if (here !== migration)
    throw new Error(
      `The backup was made with migration ${migration}, this is ${here}. Restore with the version that made it, then update.`,
    )
}

async function insertRows(client: pg.Client, file: string, known: Set<string>): Promise<number> {
  let total = 0
  let batch: { table: string; rows: unknown[] } = { table: '', rows: [] }
  const flush = async () => {
    if (!batch.rows.length) return
    await client.query(
      `INSERT INTO "${batch.table}" SELECT * FROM json_populate_recordset(NULL::"${batch.table}", $1)`,
      [JSON.stringify(batch.rows)],
    )
    total += batch.rows.length
    process.stdout.write(`${total} rows\r`)
  }
  let isHeader = true
  for await (const line of readArchive(file)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    const { table, row } = Row.parse(line)
    if (!known.has(table)) throw new Error(`The backup holds a table "${table}", which this version does not have.`)
    if (table !== batch.table || batch.rows.length >= 500) {
      await flush()
      batch = { table, rows: [] }
    }
    batch.rows.push(row)
  }
  await flush()
  return total
}

/** Numbers that count up go on behind the highest one. */
async function continueSequences(client: pg.Client) {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    SELECT table_name AS "table", column_name AS "column",
      pg_get_serial_sequence('"' || table_name || '"', column_name) AS sequence
    FROM information_schema.columns
    WHERE table_schema = 'public' AND column_default LIKE 'nextval(%'`)
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1::regclass, (SELECT COALESCE(max("${column}"), 0) + 1 FROM "${table}"), false)`,
      [sequence],
    )
}
