import { sql } from '../db'
import { Failure } from './failures'

/** How many wrong guesses are borne, over all doors and addresses. */
export type Patience = {
  /** Guesses in one window. */
  most: number
  windowSeconds: number
}

/** Document-wide: ten wrong passwords in a quarter of an hour (NIST SP 800-63B-4, 3.2.2). */
export const PASSWORD_PATIENCE: Patience = { most: 10, windowSeconds: 900 }

/**
 * Counts a guess before it is checked, so that a burst cannot exceed the budget; {@link forgive} takes a right one back.
 *
 * @returns true for the guess that uses the budget up: the moment to tell the owner, once.
 * @throws Failure `too_many_attempts` with the seconds to wait.
 */
export async function countAttempt(key: string, { most, windowSeconds }: Patience): Promise<boolean> {
  const [row] = await sql<{ recent: number; wait: number }>`
    INSERT INTO "Failures" AS f (key, recent, "inRow", "resetAt")
    VALUES (${key}, 1, 1, now() + make_interval(secs => ${windowSeconds}))
    ON CONFLICT (key) DO UPDATE SET
      recent = CASE WHEN f."resetAt" <= now() THEN 1 ELSE LEAST(f.recent + 1, ${most + 1}::int) END,
      "inRow" = f."inRow" + 1,
      "resetAt" = CASE WHEN f."resetAt" <= now() THEN excluded."resetAt" ELSE f."resetAt" END
    RETURNING recent, ceil(extract(epoch FROM "resetAt" - now()))::int AS wait`
  if (row && row.recent > most) throw new Failure('too_many_attempts', { retryAfter: Math.max(1, row.wait) })
  return row?.recent === most
}

/** Takes back the guess that was right. What was guessed wrong before still counts until somebody is fully signed in. */
export async function forgive(key: string) {
  await sql`UPDATE "Failures" SET recent = GREATEST(recent - 1, 0), "inRow" = GREATEST("inRow" - 1, 0) WHERE key = ${key}`
}
