import type { Group, VaultEntry } from './entries'

export const SORTS = ['order', 'name', 'use'] as const
export type Sort = (typeof SORTS)[number]

export type Arrangement = { sort: Sort; descending?: boolean; caseSensitive?: boolean }

/** A vault in the order in which it is shown: pinned entries first, then as sorted. */
export function arranged(entries: VaultEntry[], arrangement: Arrangement): VaultEntry[] {
  const all = sorted(entries, arrangement)
  return [...all.filter(({ pinned }) => pinned), ...all.filter(({ pinned }) => !pinned)]
}

function sorted(entries: VaultEntry[], { sort, descending, caseSensitive }: Arrangement): VaultEntry[] {
  if (sort === 'order') return entries
  if (sort === 'use') return entries.toSorted((one, other) => other.uses - one.uses || other.usedAt - one.usedAt)
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: caseSensitive ? 'variant' : 'base' })
  const keyed = entries.map(entry => ({ entry, key: entry.service ?? entry.account }))
  keyed.sort((one, other) => compare(one.key, other.key) || compare(one.entry.account, other.entry.account))
  const names = keyed.map(({ entry }) => entry)
  return descending ? names.reverse() : names
}

/**
 * Those of a group (0: of all) in which every word of the search is found, whatever case and accents: in service,
 * account, note, or the group's name.
 */
export function found(entries: VaultEntry[], groups: Group[], groupId: number, search: string): VaultEntry[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  const names = new Map(groups.map(({ id, name }) => [id, plain(name)]))
  return entries.filter(entry => {
    if (groupId && entry.groupId !== groupId) return false
    const text = `${textOf(entry)} ${names.get(entry.groupId ?? 0) ?? ''}`
    return words.every(word => text.includes(word))
  })
}

/** The searched text of an entry, made once: entries are replaced, never changed. */
const texts = new WeakMap<VaultEntry, string>()

function textOf(entry: VaultEntry): string {
  const known = texts.get(entry)
  if (known !== undefined) return known
  const text = plain(`${entry.service ?? ''} ${entry.account} ${entry.note}`)
  texts.set(entry, text)
  return text
}

/** Text as it is compared: no case, no accents. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
