import type { RowFault } from '@/lib/core/vault/import/draft'
import type { PortableEntry } from '@/lib/core/vault/portable-entry'
import type { VaultEntry } from '../entries'
import type { Source } from './sources'

/** A row of an import, as it would be kept, or with what is wrong with it. */
export type Row = { key: string; isChosen: boolean } & (
  | { state: 'new' | 'present' | 'repeated'; entry: PortableEntry }
  | { state: 'faulty'; fault: RowFault }
)

/** A row that can be kept. */
export type GoodRow = Extract<Row, { entry: PortableEntry }>

/** What a reader has done to rows, by their keys. */
export type Edits = { fixes: Map<string, PortableEntry>; choices: Map<string, boolean> }

/**
 * All rows of what was brought in: those with a fault first, where they stay when they are put right. What the vault
 * has already, and what comes twice, is not chosen unless the reader says so.
 */
export function listRows(sources: Source[], { fixes, choices }: Edits, vault: VaultEntry[]): Row[] {
  const rows = sources.flatMap(source =>
    source.state === 'read' ? source.found.entries.map((row, index) => ({ row, key: `${source.id}-${index}` })) : [],
  )
  const isKnown = knownBy(vault)
  const seen = new Set<string>()
  const list = ({ row, key }: (typeof rows)[number]): Row => {
    const entry = fixes.get(key) ?? ('ok' in row ? row.ok : undefined)
    if (!entry) return { key, isChosen: false, state: 'faulty', fault: (row as { fault: RowFault }).fault }
    const state = isKnown(entry) ? 'present' : seen.has(entry.secret) ? 'repeated' : 'new'
    seen.add(entry.secret)
    return { key, entry, state, isChosen: choices.get(key) ?? state === 'new' }
  }
  const listed = rows.map(each => ({ ...list(each), wasFaulty: 'fault' in each.row }))
  return [...listed.filter(({ wasFaulty }) => wasFaulty), ...listed.filter(({ wasFaulty }) => !wasFaulty)]
}

export const chosenOf = (rows: Row[]): GoodRow[] =>
  rows.filter((row): row is GoodRow => row.isChosen && row.state !== 'faulty')

/** What the vault has already: the same key where keys are at hand, else the same name. */
function knownBy(vault: VaultEntry[]) {
  const nameKey = ({ service, account }: { service: string | null; account: string }) =>
    JSON.stringify([service, account])
  const secrets = new Set(vault.flatMap(({ secret }) => secret ?? []))
  const names = new Set(vault.filter(({ secret }) => !secret).map(nameKey))
  return (entry: PortableEntry) => secrets.has(entry.secret) || names.has(nameKey(entry))
}
