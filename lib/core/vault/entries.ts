import { sql } from '../../db'
import type { Client } from '../activity'
import { Failure } from '../failures'
import type { Caller, Scope } from '../personal-tokens'
import { assertRecentProof } from '../step-up'
import { noteDisclosure } from './disclosures'
import type { Entry } from './entry'
import { type TimeCode, timeCode } from './otp'
import { buildOtpauth } from './otpauth'
import { findEntries, findEntry, openEntry, openNotes, openSecret, type StoredEntry } from './stored-entry'

/** What is asked for beyond what everybody may see who may read. */
export type Wishes = { [wish in 'withSecret' | 'withOtp' | 'withDetails']?: boolean | undefined }

/** An entry as it is shown. `secret`, `otp` and `details` are there when they were wished for. */
export type ShownEntry = Omit<Entry, 'secret'> & {
  id: number
  groupId: number | null
  icon: string | null
  /** Null where no key opens it. */
  secret?: string | null
  /** Not for HOTP, whose codes are used up by looking. */
  otp?: TimeCode
  details?: { notes: string | null; pinned: boolean; lastUsedAt: Date | null; useCount: number }
}

/**
 * The caller's entries in their order: of a group, of these ids, or all. Ids of others are not found.
 *
 * @throws Failure `insufficient_scope`
 */
export async function listEntries(
  caller: Caller,
  { ids, groupId = null, ...wishes }: Wishes & { ids?: number[] | undefined; groupId?: number | null },
  client: Client,
): Promise<ShownEntry[]> {
  await assertMayWish(caller, wishes, client)
  const entries = await findEntries(caller.userId, { ids, groupId })
  const now = Math.floor(Date.now() / 1000)
  return entries.map(entry => show(entry, wishes, now))
}

/** @throws Failure `not_found`, `forbidden`, `insufficient_scope` */
export async function readEntry(caller: Caller, id: number, wishes: Wishes, client: Client): Promise<ShownEntry> {
  await assertMayWish(caller, wishes, client)
  return show(await findEntry(caller.userId, id), wishes)
}

/** What of an entry a page shows before its codes are there; nothing secret. */
export type Glimpse = Pick<Entry, 'otpType' | 'service' | 'account' | 'digits' | 'period'> & {
  id: number
  pinned: boolean
}

/** A user's first entries as they are shown, pinned ones before others: of a group, or of all where there is none. */
export function glimpse(userId: string, { groupId, most }: { groupId: number; most: number }): Promise<Glimpse[]> {
  return sql<Glimpse>`
    SELECT id, "otpType", service, account, digits, period, pinned FROM "VaultEntry"
    WHERE "userId" = ${userId}::uuid AND ("groupId" = ${groupId}::int OR NOT EXISTS (
      SELECT 1 FROM "VaultGroup" WHERE id = ${groupId}::int AND "userId" = ${userId}::uuid))
    ORDER BY pinned DESC, position, id LIMIT ${most}`
}

export async function countEntries({ userId }: Caller): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM "VaultEntry" WHERE "userId" = ${userId}::uuid`
  return row?.count ?? 0
}

/**
 * The otpauth URI of an entry, with its secret. A person proves first that it is the owner who asks; a program has its scope.
 *
 * @throws Failure `not_found`, `forbidden`, `indecipherable`, `reauthentication_required`
 */
export async function readUri(caller: Caller, id: number, client: Client): Promise<string> {
  if (caller.session) await assertRecentProof(caller.session)
  const entry = openEntry(await findEntry(caller.userId, id))
  await noteDisclosure(caller, client)
  return buildOtpauth(entry)
}

export function show(stored: StoredEntry, { withSecret, withOtp, withDetails }: Wishes, now?: number): ShownEntry {
  const { id, groupId, service, account, iconName, otpType, digits, algorithm, period, counter } = stored
  const timed = withOtp && otpType !== 'hotp'
  const secret = withSecret || timed ? (openSecret(stored) ?? null) : null
  const { pinned, lastUsedAt, useCount } = stored
  return {
    id,
    groupId,
    service,
    account,
    icon: iconName,
    otpType,
    ...(withSecret && { secret }),
    digits,
    algorithm,
    period,
    counter,
    ...(timed && secret !== null && { otp: timeCode({ ...stored, secret }, now) }),
    ...(withDetails && { details: { notes: openNotes(stored), pinned, lastUsedAt, useCount } }),
  }
}

/** Notes count as secrets: people keep recovery codes in them. A look at secrets is written into the owner's history. */
async function assertMayWish(caller: Caller, { withSecret, withOtp, withDetails }: Wishes, client: Client) {
  const needed: Scope[] = [
    ...(withSecret || withDetails ? (['vault:secrets'] as const) : []),
    ...(withOtp ? (['otp:generate'] as const) : []),
  ]
  if (!needed.every(scope => caller.may(scope))) throw new Failure('insufficient_scope')
  if (withSecret) await noteDisclosure(caller, client)
}
