import { sql } from '../db'

/** How much there is, and how much waits. */
export type Load = {
  users: number
  sessions: number
  /** Mails that wait to be sent, and since when the oldest one does. */
  mails: number
  oldestMailAt: Date | null
  /** The version of PostgreSQL. */
  postgres: string
}

/** Counts what an operator looks at first: one statement. */
export async function readLoad(): Promise<Load> {
  const [row] = await sql<Load>`
    SELECT (SELECT count(*)::int FROM "User") AS users,
      (SELECT count(*)::int FROM "Session" WHERE "expiresAt" > now()) AS sessions,
      (SELECT count(*)::int FROM "Mail") AS mails,
      (SELECT min("createdAt") FROM "Mail") AS "oldestMailAt",
      current_setting('server_version') AS postgres`
  if (!row) throw new Error('a statement without a table gave no row')
  return row
}
