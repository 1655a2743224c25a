import { inBatches } from '../batches'
import { sql } from '../db'
import type { Store, Taken } from './store'

type Question = { key: string; quota: number; windowMs: number }
type Row = { key: string; refused: boolean; used: number; age: number }

/**
 * Sliding logs in the table `Throttle`: one statement for all decisions that come together, which the lock on each key's
 * row makes atomic, by the clock of the database. `OFFSET 0` has the log read once, and the order lets two instances wait
 * for each other, never both. Expired rows are removed by lib/core/pruning.ts.
 */
const decide = inBatches(
  async (questions: Question[]): Promise<Taken[]> => {
    const keys = questions.map(({ key }) => key)
    const quotas = questions.map(({ quota }) => quota)
    const windows = questions.map(({ windowMs }) => windowMs)
    const rows = await sql<Row>`
      INSERT INTO "Throttle" AS mine (key, hits, refused, "expiresAt")
      SELECT key, ARRAY[clock_timestamp()], false, clock_timestamp() + "windowMs" * interval '1 ms'
      FROM unnest(${keys}::text[], ${windows}::int[]) AS asked (key, "windowMs")
      ORDER BY key
      ON CONFLICT (key) DO UPDATE SET (hits, refused, "expiresAt") = (
        SELECT CASE WHEN cardinality(live) < quota THEN live || now ELSE live END,
          cardinality(live) >= quota,
          now + lifetime
        FROM (
          SELECT clock_timestamp() AS now, quota, "windowMs" * interval '1 ms' AS lifetime
          FROM unnest(${keys}::text[], ${quotas}::int[], ${windows}::int[]) AS asked (key, quota, "windowMs")
          WHERE asked.key = mine.key
        ) AS rate, LATERAL (
          SELECT ARRAY(SELECT least(hit, now) FROM unnest(mine.hits) AS hit WHERE hit > now - lifetime) AS live OFFSET 0
        ) AS log
      )
      RETURNING key, refused, cardinality(hits) AS used,
        (extract(epoch FROM clock_timestamp() - hits[1]) * 1000)::float8 AS age`
    const found = new Map(rows.map(row => [row.key, row]))
    return questions.map(({ key, quota, windowMs }) => {
      const row = found.get(key)
      if (!row) throw new Error('an upsert returned no row')
      const { refused, used, age } = row
      return { allowed: !refused, remaining: Math.max(0, quota - used), waitMs: Math.max(0, windowMs - age) }
    })
  },
  ({ key }) => key,
)

export const postgresStore: Store = { take: (key, quota, windowMs) => decide({ key, quota, windowMs }) }
