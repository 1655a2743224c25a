import { sql } from '../db'
import type { Store } from './store'

type Row = { refused: boolean; used: number; wait: number }

/**
 * Sliding logs in the table `Throttle`: one statement a decision, which the lock on the key's row makes atomic, by the
 * clock of the database. `OFFSET 0` has the log read once. Expired rows are removed by
 * lib/core/pruning.ts.
 */
export const postgresStore: Store = {
  async take(key, quota, windowMs) {
    const [row] = await sql<Row>`
      INSERT INTO "Throttle" AS mine (key, hits, refused, "expiresAt")
      VALUES (${key}, ARRAY[clock_timestamp()], false, clock_timestamp() + ${windowMs}::int * interval '1 ms')
      ON CONFLICT (key) DO UPDATE SET (hits, refused, "expiresAt") = (
        SELECT CASE WHEN cardinality(live) < ${quota}::int THEN live || now ELSE live END,
          cardinality(live) >= ${quota}::int,
          now + ${windowMs}::int * interval '1 ms'
        FROM (SELECT clock_timestamp() AS now) AS clock, LATERAL (
          SELECT ARRAY(
            SELECT least(hit, now) FROM unnest(mine.hits) AS hit WHERE hit > now - ${windowMs}::int * interval '1 ms'
          ) AS live OFFSET 0
        ) AS log
      )
      RETURNING refused, cardinality(hits) AS used,
        (${windowMs}::int - extract(epoch FROM clock_timestamp() - hits[1]) * 1000)::float8 AS wait`
    if (!row) throw new Error('an upsert returned no row')
    return { allowed: !row.refused, remaining: Math.max(0, quota - row.used), waitMs: Math.max(0, row.wait) }
  },
}
