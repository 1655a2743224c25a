import { db, isUniqueViolation, sql, sqlIn, type Transaction } from '../../db'
import type { Client } from '../activity'
import { Failure } from '../failures'
import type { Caller } from '../personal-tokens'
import { countEntries, listEntries, type ShownEntry, type Wishes } from './entries'
import { ownEntryIds } from './stored-entry'

const MAX_GROUPS_PER_USER = 500

/** A group with the number of its entries. */
export type Group = { id: number; name: string; count: number }

/** The group that everything is in; it is nobody's and cannot be changed. */
export const EVERYTHING = { id: 0, name: 'All' } as const

/** The caller's groups in their order, after the one that everything is in. One statement. */
export async function listGroups(caller: Caller): Promise<Group[]> {
  const groups = await sql<Group>`
    SELECT g.id, g.name, count(e.id)::int AS count
    FROM "VaultGroup" g LEFT JOIN "VaultEntry" e ON e."groupId" = g.id
    WHERE g."userId" = ${caller.userId}::uuid GROUP BY g.id ORDER BY g.position, g.id`
  return [{ ...EVERYTHING, count: await countEntries(caller) }, ...groups]
}

/** @throws Failure `not_found`, `forbidden` */
export async function readGroup(caller: Caller, id: number): Promise<Group> {
  if (id === EVERYTHING.id) return { ...EVERYTHING, count: await countEntries(caller) }
  const [group] = await sql<Group & { userId: string }>`
    SELECT g.id, g.name, g."userId", count(e.id)::int AS count
    FROM "VaultGroup" g LEFT JOIN "VaultEntry" e ON e."groupId" = g.id
    WHERE g.id = ${id} GROUP BY g.id`
  if (!group) throw new Failure('not_found')
  if (group.userId !== caller.userId) throw new Failure('forbidden')
  return group
}

/** @throws Failure `invalid_input` where the name is taken, `vault_full` */
export async function createGroup({ userId }: Caller, name: string): Promise<Group> {
  return named(async () => {
    const { id } = await db.$transaction(async tx => {
      const position = await makeRoom(tx, userId, 1)
      return tx.vaultGroup.create({ data: { userId, name, position }, select: { id: true } })
    })
    return { id, name, count: 0 }
  })
}

/** @throws Failure `not_found`, `forbidden`, `invalid_input` where the name is taken */
export async function renameGroup(caller: Caller, id: number, name: string): Promise<Group> {
  const group = await ownGroup(caller, id)
  await named(() => db.vaultGroup.updateMany({ where: { id, userId: caller.userId }, data: { name } }))
  return { ...group, name }
}

/** Removes a group; its entries stay, and preferences that name it name none. @throws Failure `not_found`, `forbidden` */
export async function removeGroup(caller: Caller, id: number): Promise<void> {
  await ownGroup(caller, id)
  await sql`
    WITH removed AS (DELETE FROM "VaultGroup" WHERE id = ${id} AND "userId" = ${caller.userId}::uuid RETURNING id)
    DELETE FROM "Preference" p USING removed
    WHERE p."userId" = ${caller.userId}::uuid AND p.name IN ('defaultGroup', 'activeGroup') AND p.value = to_jsonb(removed.id)`
}

/**
 * Puts entries into a group, out of whatever group they were in.
 *
 * @throws Failure `not_found`, `forbidden` when the group or one of the entries is somebody else's
 */
export async function assignToGroup(caller: Caller, id: number, entryIds: number[]): Promise<Group> {
  await ownGroup(caller, id)
  const own = await ownEntryIds(caller.userId, entryIds)
  await db.vaultEntry.updateMany({ where: { id: { in: own }, userId: caller.userId }, data: { groupId: id } })
  return readGroup(caller, id)
}

/** The entries of a group. @throws Failure `not_found`, `forbidden`, `insufficient_scope` */
export async function listGroupEntries(
  caller: Caller,
  id: number,
  wishes: Wishes,
  client: Client,
): Promise<ShownEntry[]> {
  await readGroup(caller, id)
  return listEntries(caller, { ...wishes, groupId: id || null }, client)
}

/** Puts groups into this order; those that are not named follow. @throws Failure `forbidden` */
export async function reorderGroups({ userId }: Caller, orderedIds: number[]): Promise<void> {
  const rows = await sql<{ userId: string }>`SELECT "userId" FROM "VaultGroup" WHERE id = ANY(${orderedIds}::int[])`
  if (rows.some(row => row.userId !== userId)) throw new Failure('forbidden')
  await sql`
    UPDATE "VaultGroup" AS own SET position = wanted.position
    FROM (
      SELECT id, row_number() OVER (ORDER BY array_position(${orderedIds}::int[], id) NULLS LAST, position, id) AS position
      FROM "VaultGroup" WHERE "userId" = ${userId}::uuid
    ) wanted
    WHERE own.id = wanted.id`
}

/**
 * The group that an entry comes into when nothing is said about it: by the owner's preference `defaultGroup` that group,
 * or with -1 their `activeGroup`; none where there is no such group any more.
 */
export async function groupForNewEntry(tx: Transaction, userId: string): Promise<number | null> {
  const [row] = await sqlIn(tx)<{ id: number }>`
    SELECT g.id FROM "Preference" usual
    LEFT JOIN "Preference" active ON active."userId" = usual."userId" AND active.name = 'activeGroup'
    JOIN "VaultGroup" g ON g."userId" = usual."userId"
      AND to_jsonb(g.id) = CASE WHEN usual.value = '-1' THEN active.value ELSE usual.value END
    WHERE usual."userId" = ${userId}::uuid AND usual.name = 'defaultGroup'`
  return row?.id ?? null
}

/** Makes the groups that entries name and that are not there yet. @returns the ids by name. */
export async function createNamedGroups(
  tx: Transaction,
  userId: string,
  entries: { groupName?: string | null | undefined }[],
): Promise<Map<string, number>> {
  const names = [...new Set(entries.flatMap(({ groupName }) => groupName || []))]
  if (!names.length) return new Map()
  const last = await makeRoom(tx, userId, names.length)
  await sqlIn(tx)`
    INSERT INTO "VaultGroup" ("userId", name, position)
    SELECT ${userId}::uuid, name, ${last}::int + place::int FROM unnest(${names}::text[]) WITH ORDINALITY AS named(name, place)
    ON CONFLICT DO NOTHING`
  const groups = await tx.vaultGroup.findMany({
    where: { userId, name: { in: names } },
    select: { id: true, name: true },
  })
  return new Map(groups.map(({ id, name }) => [name, id]))
}

/** The group that everything is in is nobody's own. @throws Failure `not_found`, `forbidden` */
async function ownGroup(caller: Caller, id: number): Promise<Group> {
  if (id === EVERYTHING.id) throw new Failure('forbidden')
  return readGroup(caller, id)
}

/** One at a time for each user. @returns the position of the next group. @throws Failure `vault_full` */
async function makeRoom(tx: Transaction, userId: string, wanted: number): Promise<number> {
  await sqlIn(tx)`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const [row] = await sqlIn(tx)<{ count: number; next: number }>`
    SELECT count(*)::int AS count, coalesce(max(position), 0)::int + 1 AS next
    FROM "VaultGroup" WHERE "userId" = ${userId}::uuid`
  if ((row?.count ?? 0) + wanted > MAX_GROUPS_PER_USER) throw new Failure('vault_full')
  return row?.next ?? 1
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Failure('invalid_input', { issues: [{ path: ['name'], fault: 'taken', message: 'taken' }] })
  }
}
