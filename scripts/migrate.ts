import pg from 'pg'
import { noFilter, openSchemaEngine, readMigrationNames, readMigrations, readSchema } from './schema-engine'

/** Any number: one process migrates, the others wait for it and find nothing left to do. */
const MIGRATION_LOCK = 4_207_002

/**
 * Brings the database at `url` to the newest migration. All of it, Prisma's own bookkeeping included, is one transaction:
 * a start that is killed in between leaves the database as it was.
 *
 * @returns the names of the migrations that were applied now.
 */
export async function migrate(url: string): Promise<string[]> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'latchkey migrate',
  })
  try {
    if (await isUpToDate(pool)) return []
    await pool.query('BEGIN')
    await pool.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const engine = await openSchemaEngine(pool, await readSchema())
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: noFilter,
    })
    await pool.query('COMMIT')
    return appliedMigrationNames
  } finally {
    await pool.end()
  }
}

/** Whether there is nothing to do, which is so at almost every start, and told without the engine. */
async function isUpToDate(pool: pg.Pool): Promise<boolean> {
  const { rows: tables } = await pool.query(`SELECT to_regclass('"_prisma_migrations"') AS found`)
  if (!tables[0]?.found) return false
  const { rows } = await pool.query<{ migration_name: string; done: boolean }>(
    'SELECT migration_name, finished_at IS NOT NULL AS done FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )
  const done = new Set(rows.filter(row => row.done).map(row => row.migration_name))
  return rows.every(row => row.done) && (await readMigrationNames()).every(name => done.has(name))
}
