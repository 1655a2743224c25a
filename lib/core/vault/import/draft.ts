import { Failure } from '../../failures'
import { fromBase64 } from '../bytes'
import { checkEntry, type Entry, type EntryInput, type Fault } from '../entry'
import type { PortableEntry } from '../portable-entry'
import { isObject } from './document'

/** One row of a file, in our names but as it was found: nothing is checked yet. */
export type Draft = EntryInput & {
  note?: unknown
  groups?: unknown[]
  pinned?: unknown
  image?: unknown
  icon?: { mime: unknown; base64: unknown }
  /** Why it is not imported, whatever else is right with it. */
  unfit?: Fault
}

/** A row that can be imported, or one that cannot, with what is known of it. Rows count from 1. */
export type ImportedRow = { ok: PortableEntry } | { fault: RowFault }
export type RowFault = {
  row: number
  service?: string
  account?: string
  reasons: Fault[]
  /** All that was found, for whoever puts it right; absent where that was nothing of use. */
  draft?: Draft
}

/** What a format makes of one row: a draft, a fault that the row as a whole has, or undefined for what is no entry. */
export type ReadRow = Draft | Fault | undefined

/** More than anybody has, and quickly checked. */
export const MAX_ENTRIES = 10_000

/**
 * Checks the rows of a file one by one; a bad one is reported and takes no other with it.
 *
 * @throws Failure import_unreadable where there is no list, import_too_many
 */
export function checkRows(rows: unknown, read: (row: unknown) => ReadRow): ImportedRow[] {
  if (!Array.isArray(rows)) throw new Failure('import_unreadable')
  if (rows.length > MAX_ENTRIES) throw new Failure('import_too_many')
  return rows.flatMap((row, index) => {
    const draft = read(row)
    if (draft === undefined) return []
    return 'rule' in draft ? [{ fault: { row: index + 1, reasons: [draft] } }] : [checkDraft(draft, index + 1)]
  })
}

/** For formats whose rows are JSON objects. */
export const ofObject =
  (read: (row: Record<string, unknown>) => ReadRow) =>
  (row: unknown): ReadRow =>
    isObject(row) ? read(row) : { field: 'entry', rule: 'object' }

function checkDraft(draft: Draft, row: number): ImportedRow {
  const service = speakable(draft.service)
  const account = speakable(draft.account) || service
  const algorithm = plainAlgorithm(draft.algorithm)
  const checked = draft.unfit ? { faults: [draft.unfit] } : checkEntry({ ...draft, service, account, algorithm })
  if ('entry' in checked) return { ok: portable(checked.entry, draft) }
  const known = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 255) : undefined)
  const names = { service: known(service), account: known(account) }
  return {
    fault: {
      row,
      ...(names.service !== undefined && { service: names.service }),
      ...(names.account !== undefined && { account: names.account }),
      reasons: checked.faults,
      draft,
    },
  }
}

/** An entry with what its row says beside it. Runs in the browser, too. */
export function portable(entry: Entry, { note, groups, pinned, image, icon }: Draft): PortableEntry {
  const names = (groups ?? []).filter(name => typeof name === 'string' && name.trim() !== '') as string[]
  const data = typeof icon?.base64 === 'string' && icon.base64 !== '' ? fromBase64(icon.base64) : undefined
  return {
    ...entry,
    ...(typeof note === 'string' && note.trim() !== '' && { note }),
    ...(names.length > 0 && { groups: names }),
    ...(pinned === true && { pinned: true as const }),
    ...(typeof image === 'string' && image !== '' && { image }),
    ...(data && { icon: { data, mime: typeof icon?.mime === 'string' ? icon.mime : null } }),
  }
}

/** Names of other apps may hold colons and odd characters; document 003 takes neither. Nobody would miss them. */
function speakable(name: unknown): unknown {
  if (typeof name !== 'string') return name
  return name
    .replace(/\s+/g, ' ')
    .replace(/^[\s:]+|[\s:]+$/g, '')
    .replace(/\s+:\s*|:\s+/g, ' - ')
    .replaceAll(':', '-')
    .slice(0, 255)
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, '')
}

/** `SHA-1`, `HmacSHA256` and `Algorithm.sha512` are other spellings of the same. */
function plainAlgorithm(name: unknown): unknown {
  if (typeof name !== 'string') return name
  const plain = name.toLowerCase().replace(/^(algorithm\.)?(hmac[-_]?)?/, '')
  return plain.replace(/^sha[-_]/, 'sha')
}
