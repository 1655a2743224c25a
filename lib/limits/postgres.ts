import { inBatches } from '../batches'
import { sql } from '../db'
import type { Store, Taken } from './store'

type Question = { key: string; quota: number; windowMs: number }

/** What became of a key: how many of those who asked were allowed, how many count now, and for how long the oldest has. */
type Row = { key: string; granted: number; used: number; age: number }

/**
 * Sliding logs in the table `Throttle`: one statement for all decisions that come together, which the lock on each key's
 * row makes atomic, by the clock of the database. Expired rows are removed by lib/core/pruning.ts.
 */
const decide = inBatches(async (questions: Question[]): Promise<Taken[]> => {
  const askers = new Map<string, Question[]>()
  for (const question of questions) askers.set(question.key, [...(askers.get(question.key) ?? []), question])
  const taken = new Map<Question, Taken>()
  for (const { key, ...row } of await take([...askers.values()]))
    askers.get(key)?.forEach((question, place) => void taken.set(question, verdict(question, place, row)))
  return questions.map(question => {
    const answer = taken.get(question)
    if (!answer) throw new Error('an upsert returned no row')
    return answer
  })
})

/** For the asker at this place among those of one key: the first of them are allowed. */
function verdict({ quota, windowMs }: Question, place: number, { granted, used, age }: Omit<Row, 'key'>): Taken {
  const allowed = place < granted
  const counting = allowed ? used - granted + place + 1 : used
  return { allowed, remaining: Math.max(0, quota - counting), waitMs: Math.max(0, windowMs - age) }
}

/**
 * Allows as many askers of each key as its quota has room for. Their requests carry one time, and all older ones an
 * earlier one, so that they can be told apart. `OFFSET 0` has the log read once; the order lets two instances wait for
 * each other, never both.
 */
function take(askers: Question[][]): Promise<Row[]> {
  const rates = askers.flatMap(([first]) => first ?? [])
  const keys = rates.map(({ key }) => key)
  const counts = askers.map(({ length }) => length)
  const quotas = rates.map(({ quota }) => quota)
  const windows = rates.map(({ windowMs }) => windowMs)
  return sql<Row>`
    INSERT INTO "Throttle" AS mine (key, hits, refused, "expiresAt")
    SELECT key, array_fill(now, ARRAY[least(askers, quota)]), false, now + "windowMs" * interval '1 ms'
    FROM unnest(${keys}::text[], ${counts}::int[], ${quotas}::int[], ${windows}::int[])
      AS asked (key, askers, quota, "windowMs"), clock_timestamp() AS now
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET (hits, refused, "expiresAt") = (
      SELECT live || array_fill(now, ARRAY[greatest(0, least(askers, quota - cardinality(live)))]),
        cardinality(live) >= quota,
        now + lifetime
      FROM (
        SELECT clock_timestamp() AS now, askers, quota, "windowMs" * interval '1 ms' AS lifetime
        FROM unnest(${keys}::text[], ${counts}::int[], ${quotas}::int[], ${windows}::int[])
          AS asked (key, askers, quota, "windowMs")
        WHERE asked.key = mine.key
      ) AS rate, LATERAL (
        SELECT ARRAY(
          SELECT least(hit, now - interval '1 microsecond') FROM unnest(mine.hits) AS hit WHERE hit > now - lifetime
        ) AS live OFFSET 0
      ) AS log
    )
    RETURNING key, cardinality(hits) AS used,
      CASE WHEN refused THEN 0 ELSE cardinality(array_positions(hits, hits[cardinality(hits)])) END AS granted,
      (extract(epoch FROM clock_timestamp() - hits[1]) * 1000)::float8 AS age`
}

export const postgresStore: Store = { take: (key, quota, windowMs) => decide({ key, quota, windowMs }) }
