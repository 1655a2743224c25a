import { db } from '../../db'
import { Failure } from '../failures'
import type { Caller } from '../personal-tokens'
import { duplicateKey, type Fault } from './entry'
import { keepIcons, MAX_ICONS_PER_USER } from './icons'
import { type HarmlessIcon, harmlessIcon } from './images/icon'
import type { ImportedRow, RowFault } from './import/draft'
import { nativeKeyDerivation } from './import/native-key-derivation'
import { readExport } from './import/read-export'
import type { PortableEntry } from './portable-entry'
import { findEntries, openSecret } from './stored-entry'

/** A row of an import: an entry that can be kept, one that the caller has already, or what is wrong with it. */
export type MigratedRow =
  | { state: 'new' | 'present'; entry: Omit<PortableEntry, 'icon'>; icon: string | null }
  | { state: 'invalid'; service: string | undefined; account: string | undefined; faults: Fault[]; row: number }

/**
 * Reads the export of another application. Only its icons are kept, for a day, so that the entries can name them; the
 * entries themselves are kept when the caller says so.
 *
 * @throws Failure as {@link readExport}
 */
export async function readMigration(
  caller: Caller,
  content: string | Uint8Array,
  password: string | undefined,
): Promise<MigratedRow[]> {
  const { entries } = await readExport(content, { using: nativeKeyDerivation, ...(password && { password }) })
  const [known, icons] = await Promise.all([keysOf(caller), iconsOf(caller, entries)])
  return entries.map((row, index) => {
    if ('fault' in row) return invalid(row.fault)
    const { icon: _, ...entry } = row.ok
    return { state: known.has(duplicateKey(entry)) ? 'present' : 'new', entry, icon: icons.get(index) ?? null }
  })
}

const invalid = ({ service, account, reasons, row }: RowFault): MigratedRow => ({
  state: 'invalid',
  service,
  account,
  faults: reasons,
  row,
})

/** What the caller has already, as 2FAuth compares it. */
async function keysOf({ userId }: Caller): Promise<Set<string>> {
  const entries = await findEntries(userId)
  return new Set(
    entries.flatMap(stored => {
      const secret = openSecret(stored)
      return secret === undefined ? [] : duplicateKey({ ...stored, secret })
    }),
  )
}

/** The icons of a file, each once and written anew, by the row that has them; a bad one is left out. */
async function iconsOf({ userId }: Caller, rows: ImportedRow[]): Promise<Map<number, string>> {
  const pictures = rows.flatMap((row, index) => ('ok' in row && row.ok.icon ? [{ index, data: row.ok.icon.data }] : []))
  const different = new Map<string, HarmlessIcon>()
  const keyOf = (data: Uint8Array) => Buffer.from(data).toString('base64')
  for (const { data } of pictures) {
    if (different.size >= MAX_ICONS_PER_USER) break
    const icon = different.has(keyOf(data)) ? undefined : await harmlessIcon(data).catch(nothingFor)
    if (icon) different.set(keyOf(data), icon)
  }
  if (!different.size) return new Map()
  const names = await db.$transaction(tx => keepIcons(tx, userId, [...different.values()])).catch(noneFor)
  const nameOf = new Map([...different.keys()].map((key, index) => [key, names[index]]))
  return new Map(
    pictures.flatMap(({ index, data }) => {
      const name = nameOf.get(keyOf(data))
      return name ? [[index, name] as const] : []
    }),
  )
}

const nothingFor = (error: unknown) => {
  if (error instanceof Failure) return undefined
  throw error
}

/** When there is no more room for icons, the entries come without. */
const noneFor = (error: unknown): string[] => {
  if (error instanceof Failure) return []
  throw error
}
