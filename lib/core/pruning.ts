import { pool } from '../db'

/**
 * When a row has run out and serves nobody any more. The history of an account is kept for a year; a counter of wrong
 * second factors, too, because a hundred in a row must stay a hundred.
 */
const EXPIRED: Record<string, string> = {
  Session: '"expiresAt" < now()',
  Ticket: '"expiresAt" < now()',
  EmailCode: '"expiresAt" < now()',
  TrustedDevice: '"expiresAt" < now()',
  Failures: `"resetAt" < now() - CASE WHEN key LIKE 'factor:%' THEN interval '365 days' ELSE interval '2 days' END`,
  Event: `at < now() - interval '365 days'`,
  Icon: `"createdAt" < now() - interval '1 day'
    AND NOT EXISTS (SELECT 1 FROM "VaultEntry" WHERE "iconName" = "Icon".name)`,
  SpentToken: `"expiresAt" < now() - interval '1 hour'`,
  Throttle: '"expiresAt" < now()',
  CodeLink: '"expiresAt" < now()',
}

/** Removes expired rows, or only counts them. @returns how many there were, by table. */
export async function pruneExpired({ dryRun = false } = {}): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [table, condition] of Object.entries(EXPIRED)) {
    const found = dryRun
      ? (await pool().query(`SELECT count(*)::int AS n FROM "${table}" WHERE ${condition}`)).rows[0].n
      : (await pool().query(`DELETE FROM "${table}" WHERE ${condition}`)).rowCount
    counts[table] = found ?? 0
  }
  return counts
}
