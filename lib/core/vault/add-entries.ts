import { db, sql, sqlIn, type Transaction } from '../../db'
import { type Client, record } from '../activity'
import { Failure, type Issue } from '../failures'
import type { Caller } from '../personal-tokens'
import { type Description, describedEntry, withSecret } from './described-entry'
import { type ShownEntry, show } from './entries'
import { checkEntry, type Entry, type EntryInput } from './entry'
import { issueOf, notAmong } from './faults'
import { createNamedGroups, groupForNewEntry } from './groups'
import { addRemoteIcon } from './remote-icons'
import { type StoredEntry, sealNotes, sealSecret } from './stored-entry'

/** So many entries are enough for anybody, and quickly listed. */
export const MAX_ENTRIES_PER_USER = 10_000

/** What is kept with an entry beside what makes its codes. */
export type Belongings = {
  /** Nothing said: the owner's usual group; 0: none. */
  groupId?: number | null | undefined
  /** The name of a group, which is made where there is none yet; goes before `groupId`. */
  groupName?: string | null | undefined
  icon?: string | null | undefined
  notes?: string | null | undefined
  pinned?: boolean | undefined
}

export type NewEntry = Belongings & { entry: Entry }

/**
 * Keeps one entry, checked by the rules of document 003; without a secret it gets a fresh one.
 *
 * @throws Failure `invalid_input`, `vault_full`
 */
export async function addEntry(caller: Caller, input: Description & Belongings): Promise<ShownEntry> {
  const entry = describedEntry(input)
  const icon = input.icon ?? (input.uri ? await addRemoteIcon(caller, input.uri) : undefined)
  const [kept] = await insert(caller, [{ ...input, icon, entry }], async () => undefined)
  if (!kept) throw new Error('nothing was kept')
  return show(kept, { withSecret: true })
}

/**
 * Keeps many entries, or none of them when one is bad: one transaction, however many there are.
 *
 * @returns them in the order given, without secrets.
 * @throws Failure `invalid_input` with the fault of every bad one below `accounts`, `vault_full`
 */
export async function addEntries(
  caller: Caller,
  inputs: (EntryInput & Belongings)[],
  client: Client,
): Promise<ShownEntry[]> {
  const issues: Issue[] = []
  const entries = inputs.flatMap((input, index) => {
    const result = checkEntry(withSecret(input))
    if ('entry' in result) return [{ ...input, entry: result.entry }]
    issues.push(...result.faults.map(fault => issueOf(fault, ['accounts', index])))
    return []
  })
  if (issues.length) throw new Failure('invalid_input', { issues })
  const kept = await insert(
    caller,
    entries,
    tx => record(tx, caller.userId, 'vault_imported', client, { count: entries.length }),
    ['accounts'],
  )
  return kept.map(entry => show(entry, {}))
}

async function insert(
  { userId }: Caller,
  entries: NewEntry[],
  also: (tx: Transaction) => Promise<void>,
  at: Issue['path'] = [],
): Promise<StoredEntry[]> {
  const ids = await newIds(entries.length)
  const sealed = entries.map((entry, index) => rowOf(userId, entry, ids[index] ?? 0))
  const work = async (tx: Transaction) => {
    const last = await makeRoom(tx, userId, entries.length)
    await assertOwnBelongings(tx, userId, entries, at)
    const usual = await groupForNewEntry(tx, userId)
    const named = await createNamedGroups(tx, userId, entries)
    const rows = sealed.map((row, index) => {
      const { groupName, groupId } = entries[index] ?? {}
      return {
        ...row,
        groupId: (groupName && named.get(groupName)) || (groupId ?? usual) || null,
        position: last + index + 1,
      }
    })
    await insertRows(tx, rows)
    await also(tx)
    return rows
  }
  return db.$transaction(work, { timeout: 20_000 })
}

type Row = StoredEntry & { position: number }

/** What is sealed is bound to its row, so the numbers come first; those of a batch that fails are lost. */
async function newIds(count: number): Promise<number[]> {
  const [row] = await sql<{ ids: number[] }>`
    SELECT array_agg(nextval('"VaultEntry_id_seq"')::int) AS ids FROM generate_series(1, ${count}::int)`
  return row?.ids ?? []
}

function rowOf(userId: string, entry: NewEntry, id: number): StoredEntry {
  const { secret, ...rest } = entry.entry
  return {
    ...rest,
    id,
    userId,
    groupId: null,
    iconName: entry.icon || null,
    sealedSecret: sealSecret(id, secret),
    sealedNotes: sealNotes(id, entry.notes),
    pinned: entry.pinned ?? false,
    lastUsedAt: null,
    useCount: 0,
  }
}

/** All rows travel as one parameter. */
const insertRows = (tx: Transaction, rows: Row[]) => tx.$executeRaw`
  INSERT INTO "VaultEntry" (id, "userId", "groupId", position, service, account, "iconName", "otpType", "sealedSecret",
    digits, algorithm, period, counter, "sealedNotes", pinned)
  SELECT id, "userId", "groupId", position, service, account, "iconName", "otpType", "sealedSecret",
    digits, algorithm, period, counter, "sealedNotes", pinned
  FROM json_to_recordset(${JSON.stringify(rows)}::json) AS row(id int, "userId" uuid, "groupId" int, position int,
    service text, account text, "iconName" text, "otpType" "OtpType", "sealedSecret" text, digits int,
    algorithm "OtpAlgorithm", period int, counter bigint, "sealedNotes" text, pinned boolean)`

/** One at a time for each user, so that a burst cannot exceed the number. @returns the last position. */
async function makeRoom(tx: Transaction, userId: string, wanted: number): Promise<number> {
  await sqlIn(tx)`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const [row] = await sqlIn(tx)<{ count: number; last: number }>`
    SELECT count(*)::int AS count, coalesce(max(position), 0)::int AS last
    FROM "VaultEntry" WHERE "userId" = ${userId}::uuid`
  if ((row?.count ?? 0) + wanted > MAX_ENTRIES_PER_USER) throw new Failure('vault_full')
  return row?.last ?? 0
}

/** Groups and icons that are named have to be the owner's (VLT-04). @throws Failure `invalid_input` */
export async function assertOwnBelongings(
  tx: Transaction,
  userId: string,
  entries: Belongings[],
  at: Issue['path'] = [],
): Promise<void> {
  const groupIds = [...new Set(entries.flatMap(({ groupId }) => groupId || []))]
  const icons = [...new Set(entries.flatMap(({ icon }) => icon || []))]
  const groups = groupIds.length
    ? await tx.vaultGroup.findMany({ where: { userId, id: { in: groupIds } }, select: { id: true } })
    : []
  const pictures = icons.length
    ? await tx.icon.findMany({ where: { userId, name: { in: icons } }, select: { name: true } })
    : []
  const ownGroups = new Set(groups.map(({ id }) => id))
  const ownIcons = new Set(pictures.map(({ name }) => name))
  const issues = entries.flatMap(({ groupId, icon }, index) => {
    const path = at.length ? [...at, index] : []
    return [
      ...(groupId && !ownGroups.has(groupId) ? [notAmong('group_id', path)] : []),
      ...(icon && !ownIcons.has(icon) ? [notAmong('icon', path)] : []),
    ]
  })
  if (issues.length) throw new Failure('invalid_input', { issues })
}
