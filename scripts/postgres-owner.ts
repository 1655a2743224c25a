import path from 'node:path'
import type pg from 'pg'

/** Any number; who holds this advisory lock owns the data folder. */
const OWNER_LOCK = 4_207_001

/** @throws AnotherIsRunning, and ends the connection, when another one owns `dataDir`. */
export async function becomeOwner(client: pg.Client, dataDir: string): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS mine', [OWNER_LOCK])
  if (rows[0].mine) return
  const other = await findOwner(client)
  await client.end()
  throw new AnotherIsRunning(dataDir, other)
}

/** @returns the name of the connection that owns the data folder. */
export async function findOwner(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    `SELECT application_name AS name FROM pg_stat_activity
     WHERE pid = (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted LIMIT 1)`,
    [OWNER_LOCK],
  )
  return rows[0]?.name
}

/** A sentence for the operator. */
export class AnotherIsRunning extends Error {
  constructor(dataDir: string, owner = '') {
    const who = owner.replace('latchkey', 'process')
    super(
      `Another Latchkey${who && ` (${who})`} is running on ${path.resolve(dataDir)}. ` +
        'Stop it first, or give this one its own DATA_DIR and PORT.',
    )
  }
}
