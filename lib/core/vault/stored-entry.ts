import { seal, Unsealable, unseal } from '../../crypto'
import { sql } from '../../db'
import { log } from '../../log'
import { Failure } from '../failures'
import type { Algorithm, Entry, OtpType } from './entry'

/** An entry as it is kept, sealed where it has to be. */
export type StoredEntry = {
  id: number
  userId: string
  groupId: number | null
  service: string | null
  account: string
  iconName: string | null
  otpType: OtpType
  sealedSecret: string
  digits: number
  algorithm: Algorithm
  period: number | null
  counter: number | null
  sealedNotes: string | null
  pinned: boolean
  lastUsedAt: Date | null
  useCount: number
}

/** What a sealed value of an entry is bound to: it opens in no other row and no other column. */
export const secretContext = (id: number | string) => `VaultEntry:${id}:secret`
export const notesContext = (id: number | string) => `VaultEntry:${id}:notes`

export const sealSecret = (id: number, secret: string) => seal(secret, secretContext(id))

export const sealNotes = (id: number, notes: string | null | undefined) =>
  notes ? seal(notes, notesContext(id)) : null

/** The secret in base32; undefined where no key opens it, which is noted and harms no other entry. */
export const openSecret = ({ id, sealedSecret }: Sealed): string | undefined => open(sealedSecret, secretContext(id))

export const openNotes = ({ id, sealedNotes }: Pick<StoredEntry, 'id' | 'sealedNotes'>): string | null =>
  sealedNotes === null ? null : (open(sealedNotes, notesContext(id)) ?? null)

/** The whole of what codes are made of. @throws Failure `indecipherable` */
export function openEntry(stored: StoredEntry): Entry {
  const secret = openSecret(stored)
  if (secret === undefined) throw new Failure('indecipherable')
  const { otpType, service, account, digits, algorithm, period, counter } = stored
  return { otpType, service, account, secret, digits, algorithm, period, counter }
}

/**
 * The entries of a user in their order, of all or of these ids or of this group; what belongs to others is not found.
 * One statement.
 */
export function findEntries(
  userId: string,
  { ids = null, groupId = null }: { ids?: number[] | null | undefined; groupId?: number | null } = {},
): Promise<StoredEntry[]> {
  return sql<StoredEntry>`
    SELECT id, "userId", "groupId", service, account, "iconName", "otpType", "sealedSecret", digits, algorithm, period,
      counter::float8 AS counter, "sealedNotes", pinned, "lastUsedAt", "useCount"
    FROM "VaultEntry"
    WHERE "userId" = ${userId}::uuid AND (${ids}::int[] IS NULL OR id = ANY(${ids}::int[]))
      AND (${groupId}::int IS NULL OR "groupId" = ${groupId}::int)
    ORDER BY position, id`
}

/** One entry of a user: one statement. @throws Failure `not_found`; `forbidden` where it is somebody else's */
export async function findEntry(userId: string, id: number): Promise<StoredEntry> {
  const [found] = await sql<StoredEntry>`
    SELECT id, "userId", "groupId", service, account, "iconName", "otpType", "sealedSecret", digits, algorithm, period,
      counter::float8 AS counter, "sealedNotes", pinned, "lastUsedAt", "useCount"
    FROM "VaultEntry" WHERE id = ${id}`
  if (!found) throw new Failure('not_found')
  if (found.userId !== userId) throw new Failure('forbidden')
  return found
}

/** Which of these entries there are. @throws Failure `forbidden` when one of them is somebody else's */
export async function ownEntryIds(userId: string, ids: number[]): Promise<number[]> {
  const rows = await sql<{ id: number; userId: string }>`
    SELECT id, "userId" FROM "VaultEntry" WHERE id = ANY(${ids}::int[])`
  if (rows.some(row => row.userId !== userId)) throw new Failure('forbidden')
  return rows.map(({ id }) => id)
}

type Sealed = Pick<StoredEntry, 'id' | 'sealedSecret'>

function open(value: string, context: string): string | undefined {
  try {
    return unseal(value, context).toString()
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error
    log.error({ context }, 'a value of the vault does not open')
    return undefined
  }
}
