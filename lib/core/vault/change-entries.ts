import { db, sql } from '../../db'
import { Failure } from '../failures'
import type { Caller } from '../personal-tokens'
import { assertOwnBelongings, type Belongings } from './add-entries'
import { type ShownEntry, show } from './entries'
import { checkEntry, type EntryInput } from './entry'
import { refusalOf } from './faults'
import { findEntry, openSecret, ownEntryIds, sealNotes, sealSecret } from './stored-entry'

/**
 * Changes what is named of an entry; the rest stays. A counter that is not named is never moved back. A group of null or
 * 0 takes the entry out of its group.
 *
 * @throws Failure `not_found`, `forbidden`, `invalid_input`, `indecipherable`
 */
export async function changeEntry(caller: Caller, id: number, changes: EntryInput & Belongings): Promise<ShownEntry> {
  const { userId } = caller
  const stored = await findEntry(userId, id)
  const secret = openSecret(stored)
  if (secret === undefined && changes.secret === undefined) throw new Failure('indecipherable')
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const result = checkEntry({ ...stored, secret, ...named })
  if (!('entry' in result)) throw refusalOf(result.faults)
  const { secret: newSecret, counter, ...entry } = result.entry
  const { groupId, icon, notes, pinned } = changes
  const sameCounter = changes.counter === undefined && entry.otpType === stored.otpType
  await db.$transaction(async tx => {
    await assertOwnBelongings(tx, userId, [changes])
    await tx.vaultEntry.updateMany({
      where: { id, userId },
      data: {
        ...entry,
        ...(newSecret !== secret && { sealedSecret: sealSecret(id, newSecret) }),
        ...(!sameCounter && { counter }),
        ...(groupId !== undefined && { groupId: groupId || null }),
        ...(icon !== undefined && { iconName: icon || null }),
        ...(notes !== undefined && { sealedNotes: sealNotes(id, notes) }),
        ...(pinned !== undefined && { pinned }),
      },
    })
  })
  return show(await findEntry(userId, id), { withSecret: true })
}

/** @throws Failure `not_found`, `forbidden` */
export async function removeEntry({ userId }: Caller, id: number): Promise<void> {
  await findEntry(userId, id)
  await db.vaultEntry.deleteMany({ where: { id, userId } })
}

/** Those that are missing are passed over; when one is somebody else's, none is removed. @throws Failure `forbidden` */
export async function removeEntries({ userId }: Caller, ids: number[]): Promise<void> {
  const own = await ownEntryIds(userId, ids)
  await db.vaultEntry.deleteMany({ where: { id: { in: own }, userId } })
}

/** Takes entries out of their groups. @throws Failure `forbidden` */
export async function withdrawEntries({ userId }: Caller, ids: number[]): Promise<void> {
  const own = await ownEntryIds(userId, ids)
  await db.vaultEntry.updateMany({ where: { id: { in: own }, userId }, data: { groupId: null } })
}

/**
 * Puts entries into this order; those that are not named keep theirs, behind them. One statement.
 *
 * @throws Failure `forbidden`
 */
export async function reorderEntries({ userId }: Caller, orderedIds: number[]): Promise<void> {
  await ownEntryIds(userId, orderedIds)
  await sql`
    UPDATE "VaultEntry" AS entry SET position = wanted.position
    FROM (
      SELECT id, row_number() OVER (ORDER BY place NULLS LAST, kept.position, id) AS position
      FROM "VaultEntry" kept
      LEFT JOIN (SELECT DISTINCT ON (id) id, place FROM unnest(${orderedIds}::int[]) WITH ORDINALITY AS named(id, place)
        ORDER BY id, place) named USING (id)
      WHERE kept."userId" = ${userId}::uuid
    ) wanted
    WHERE entry.id = wanted.id AND entry.position <> wanted.position`
}
