import { db } from '../../db'
import { type Client, record } from '../activity'
import { Failure, type Issue } from '../failures'
import { letters, post } from '../letters'
import type { Caller } from '../personal-tokens'
import { assertRecentProof } from '../step-up'
import { exportAegis, exportEncryptedAegis } from './export/aegis'
import { exportTwoFAuth, exportTwoFAuthUris } from './export/two-fauth'
import { exportUriList } from './export/uri-list'
import { nativeKeyDerivation } from './import/native-key-derivation'
import type { PortableEntry } from './portable-entry'
import { findEntries, openNotes, openSecret, ownEntryIds, type StoredEntry } from './stored-entry'

/** The version of 2FAuth whose format is written. */
const TWO_FAUTH = '6.1.0'

export type ExportFormat = '2fauth' | 'otpauth' | 'aegis'

/** A file as the browser saves it. */
export type ExportedFile = { filename: string; mediaType: string; content: string }

/**
 * The entries with these ids in 2FAuth's own envelope; what is missing is passed over.
 *
 * @throws Failure `forbidden` when one is somebody else's, `reauthentication_required`
 */
export async function exportForTwoFAuth(caller: Caller, ids: number[], asUris: boolean, client: Client) {
  const entries = await takeOut(caller, ids, client)
  return asUris ? exportTwoFAuthUris(entries, TWO_FAUTH) : exportTwoFAuth(entries, TWO_FAUTH)
}

/**
 * All entries, or those with these ids, as a file of an application; with a password (Aegis only) nobody else can read it.
 *
 * @throws Failure `forbidden`, `reauthentication_required`, `invalid_input`
 */
export async function exportFile(
  caller: Caller,
  { format, password, ids }: { format: ExportFormat; password?: string | undefined; ids?: number[] | undefined },
  client: Client,
): Promise<ExportedFile> {
  if (password !== undefined && format !== 'aegis') throw new Failure('invalid_input', { issues: [notForThisFormat] })
  const entries = await takeOut(caller, ids, client)
  if (format === 'otpauth')
    return { filename: 'otpauth.txt', mediaType: 'text/plain; charset=utf-8', content: exportUriList(entries) }
  const content =
    format === '2fauth'
      ? JSON.stringify(exportTwoFAuth(entries, TWO_FAUTH), null, 2)
      : password === undefined
        ? exportAegis(entries)
        : await exportEncryptedAegis(entries, password, nativeKeyDerivation)
  return { filename: `${format}.json`, mediaType: 'application/json', content }
}

const notForThisFormat: Issue = {
  path: ['password'],
  fault: 'custom',
  message: 'Only files for Aegis can have a password.',
  own: true,
}

/** Secrets leave: the owner must have proven who they are just now, and is told (ASVS 7.5.3, 6.3.7). */
async function takeOut(caller: Caller, ids: number[] | undefined, client: Client): Promise<PortableEntry[]> {
  const { userId, session } = caller
  if (session) await assertRecentProof(session)
  if (ids) await ownEntryIds(userId, ids)
  const stored = await findEntries(userId, { ids })
  const entries = await portable(userId, stored)
  await db.$transaction(async tx => {
    await record(tx, userId, 'vault_exported', client, { count: entries.length })
    await post(tx, userId, letters.vaultExported(client, entries.length))
  })
  return entries
}

/** An entry that no key opens is left out; there is nothing to be taken along of it. */
async function portable(userId: string, stored: StoredEntry[]): Promise<PortableEntry[]> {
  const names = stored.flatMap(({ iconName }) => iconName ?? [])
  const [icons, groups] = await Promise.all([
    names.length ? db.icon.findMany({ where: { userId, name: { in: names } } }) : [],
    db.vaultGroup.findMany({ where: { userId } }),
  ])
  const iconOf = new Map(icons.map(({ name, bytes, mime }) => [name, { data: Uint8Array.from(bytes), mime }]))
  const groupOf = new Map(groups.map(({ id, name }) => [id, name]))
  return stored.flatMap(entry => {
    const secret = openSecret(entry)
    if (secret === undefined) return []
    const { otpType, service, account, digits, algorithm, period, counter, pinned } = entry
    const icon = iconOf.get(entry.iconName ?? '')
    const group = groupOf.get(entry.groupId ?? 0)
    const note = openNotes(entry)
    return {
      ...{ otpType, service, account, secret, digits, algorithm, period, counter },
      ...(note && { note }),
      ...(group !== undefined && { groups: [group] }),
      ...(pinned && { pinned: true as const }),
      ...(icon && { icon }),
    }
  })
}
