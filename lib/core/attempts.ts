import { sql } from '../db'
import { Failure } from './failures'

/** How many wrong guesses are borne, over all doors and addresses. */
export type Patience = {
  /** Guesses in one window. */
  most: number
  windowSeconds: number
  /** Guesses in a row, over all windows; from then on one a day. */
  mostInRow?: number
}

const NO_LIMIT = 1_000_000_000

/** Ten wrong passwords in a quarter of an hour. */
export const PASSWORD_PATIENCE: Patience = { most: 10, windowSeconds: 900 }

/** Ten wrong second factors of any kind in a quarter of an hour, a hundred in a row (NIST SP 800-63B-4, 3.2.2). */
export const FACTOR_PATIENCE: Patience = { most: 10, windowSeconds: 900, mostInRow: 100 }

/**
 * Counts a guess before it is checked, so that a burst cannot exceed the budget; {@link forgive} takes a right one back.
 * A refused guess is not counted. Nobody waits for the disk: a crash of the database forgets the last half second.
 *
 * @returns true for the guess that uses the budget up: the moment to tell the owner, once.
 * @throws Failure `too_many_attempts` with the seconds to wait.
 */
export async function countAttempt(
  key: string,
  { most, windowSeconds, mostInRow = NO_LIMIT }: Patience,
): Promise<boolean> {
  const [counted] = await sql<{ recent: number; inRow: number }>`
    WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO "Failures" AS f (key, recent, "inRow", "resetAt")
    SELECT ${key}, 1, 1, now() + make_interval(secs => ${windowSeconds}) FROM unhurried
    ON CONFLICT (key) DO UPDATE SET
      recent = CASE WHEN f."resetAt" <= now() THEN 1 ELSE f.recent + 1 END,
      "inRow" = f."inRow" + 1,
      "resetAt" = CASE
        WHEN f."inRow" + 1 >= ${mostInRow} THEN now() + interval '1 day'
        WHEN f."resetAt" <= now() THEN excluded."resetAt"
        ELSE f."resetAt" END
    WHERE f."resetAt" <= now() OR (f.recent < ${most} AND f."inRow" < ${mostInRow})
    RETURNING recent, "inRow"`
  if (!counted) throw new Failure('too_many_attempts', { retryAfter: await secondsToWait(key) })
  return counted.recent === most || counted.inRow === mostInRow
}

/** Takes back the guess that was right. What was guessed wrong before still counts until somebody is fully signed in. */
export async function forgive(key: string) {
  await sql`UPDATE "Failures" SET recent = GREATEST(recent - 1, 0), "inRow" = GREATEST("inRow" - 1, 0) WHERE key = ${key}`
}

async function secondsToWait(key: string): Promise<number> {
  const [row] = await sql<{ wait: number }>`
    SELECT ceil(extract(epoch FROM "resetAt" - now()))::int AS wait FROM "Failures" WHERE key = ${key}`
  return Math.max(1, row?.wait ?? 1)
}
