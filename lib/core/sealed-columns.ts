import { isSealedWithOldKey, seal, Unsealable, unseal } from '../crypto'
import { pool } from '../db'
import { env } from '../env'
import { labelContext } from './code-links'
import { secretContext as factorContext } from './factor-proof'
import { notesContext, secretContext } from './vault/stored-entry'

/** Every column that holds sealed values, and where each value lives. A new one belongs here. */
export const sealedColumns: { table: string; id: string; column: string; context: (id: string) => string }[] = [
  { table: 'SecondFactor', id: 'userId', column: 'sealedSecret', context: factorContext },
  { table: 'SecondFactor', id: 'userId', column: 'pendingSecret', context: factorContext },
  { table: 'VaultEntry', id: 'id', column: 'sealedSecret', context: secretContext },
  { table: 'VaultEntry', id: 'id', column: 'sealedNotes', context: notesContext },
  { table: 'CodeLink', id: 'id', column: 'sealedLabel', context: labelContext },
  { table: 'Mail', id: 'id', column: 'sealed', context: id => `Mail:${id}` },
]

export type Resealing = { table: string; column: string; resealed: number; unreadable: number; total: number }

const BATCH = 500

/**
 * Seals every value with the newest key, in batches, while the site runs: a value that changes meanwhile is left alone,
 * because whoever changed it used the newest key. Values that no key opens are counted and left as they are.
 *
 * @param dryRun whether to count only.
 */
export async function* resealAll({ dryRun }: { dryRun: boolean }): AsyncGenerator<Resealing> {
  for (const { table, id, column, context } of sealedColumns) {
    const progress = { table, column, resealed: 0, unreadable: 0, total: await countOld(table, column) }
    let last = ''
    for (;;) {
      const { rows } = await pool().query<{ id: string; value: string }>(
        `SELECT "${id}"::text AS id, "${column}" AS value FROM "${table}"
         WHERE "${column}" IS NOT NULL AND "${id}"::text > $1 ORDER BY "${id}"::text LIMIT ${BATCH}`,
        [last],
      )
      for (const row of rows.filter(({ value }) => isSealedWithOldKey(value))) {
        const fresh = reseal(row.value, context(row.id))
        if (!fresh) progress.unreadable++
        else progress.resealed += dryRun ? 1 : await replace({ table, id, column }, row, fresh)
      }
      last = rows.at(-1)?.id ?? ''
      yield progress
      if (rows.length < BATCH) break
    }
  }
}

async function countOld(table: string, column: string): Promise<number> {
  const [newest] = env().encryptionKeys
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM "${table}" WHERE "${column}" IS NOT NULL AND "${column}" NOT LIKE $1`,
    [`v1.${newest?.kid}.%`],
  )
  return rows[0]?.n ?? 0
}

function reseal(value: string, context: string): string | undefined {
  try {
    return seal(unseal(value, context), context)
  } catch (error) {
    if (error instanceof Unsealable) return undefined
    throw error
  }
}

async function replace(
  { table, id, column }: { table: string; id: string; column: string },
  row: { id: string; value: string },
  fresh: string,
): Promise<number> {
  const { rowCount } = await pool().query(
    `UPDATE "${table}" SET "${column}" = $1 WHERE "${id}"::text = $2 AND "${column}" = $3`,
    [fresh, row.id, row.value],
  )
  return rowCount ?? 0
}
