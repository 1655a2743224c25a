import pg from 'pg'
import { noFilter, openSchemaEngine, readMigrations, readSchema } from './schema-engine'

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
