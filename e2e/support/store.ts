import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** The database of the product under test: for looking at what is kept, and for letting time pass by moving rows. */
export type Store = {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Waits until all mail that is queued now has left; not for mail that the server has refused twice. */
  mailHasLeft(): Promise<void>
  close(): Promise<void>
}

/** @param place the data folder of an embedded database, or the address of another one. */
export function openStore(place: string): Store {
  let pool: pg.Pool | undefined
  const query: Store['query'] = async (text, values = []) => {
    pool ??= new pg.Pool({
      connectionString: place.includes('://') ? place : await findDatabase(place),
      max: 2,
      allowExitOnIdle: true,
    })
    return (await pool.query(text, values)).rows
  }
  return {
    query,
    async mailHasLeft() {
      const [{ now } = { now: new Date() }] = await query<{ now: Date }>('SELECT now()')
      const waiting = 'SELECT 1 FROM "Mail" WHERE "createdAt" <= $1 AND attempts < 3 LIMIT 1'
      while ((await query(waiting, [now])).length) await sleep(20)
    },
    close: async () => pool?.end(),
  }
}

/** The embedded PostgreSQL tells its port in its pid file; its password lies in the data folder. */
async function findDatabase(dataDir: string): Promise<string> {
  const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8')
  const pidFile = await readFile(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')
  return `postgresql://latchkey:${password}@127.0.0.1:${pidFile.split('\n')[3]}/latchkey`
}
