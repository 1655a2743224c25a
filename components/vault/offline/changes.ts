import { type ApiEntry, apiOf, entryOf, type VaultEntry } from '../entries'

export type Fields = Partial<Omit<ApiEntry, 'id'>>

/** What was done to an entry without network; one change for each entry. */
export type Change = {
  /** Of the entry; below zero for one that was added here. */
  id: number
  what: 'add' | 'edit' | 'delete'
  /** What the entry is called in sentences. */
  name: string
  /** What is sent: all of a new entry, or what an edit changes. */
  body: Fields
  /** What an edit changes, as it was in the copy. */
  before: Fields
  /** Was sent once, and no answer came. */
  sent?: true
  /** Why it was not saved: the entry is gone, the same was changed elsewhere, or the API refused it. */
  problem?: 'gone' | 'changed' | 'refused'
  /** Wins over what was changed elsewhere. */
  anyway?: true
}

/** An edit, reduced to what it changes; undefined when that is nothing. */
export function editOf(entry: VaultEntry, name: string, wanted: Fields): Change | undefined {
  const known: Fields = apiOf(entry)
  const body = pick(wanted, key => wanted[key] !== known[key])
  if (!namesOf(body).length) return undefined
  return { id: entry.id, what: 'edit', name, body, before: pick(known, key => key in body) }
}

/** The changes that wait once another one is made: what undoes an earlier one leaves nothing to send. */
export function queued(changes: Change[], change: Change): Change[] {
  const earlier = changes.find(({ id }) => id === change.id)
  if (!earlier) return [...changes, change]
  const joined = join(earlier, change)
  return changes.flatMap(each => (each !== earlier ? [each] : joined ? [joined] : []))
}

function join(earlier: Change, later: Change): Change | undefined {
  if (later.what === 'delete') return earlier.what === 'add' && !earlier.sent ? undefined : later
  const { id, what } = earlier
  if (what === 'add') return { ...earlier, name: later.name, body: { ...earlier.body, ...later.body } }
  const before = { ...later.before, ...earlier.before }
  const all = { ...earlier.body, ...later.body }
  const body = pick(all, key => all[key] !== before[key])
  return namesOf(body).length ? { id, what: 'edit', name: later.name, body, before } : undefined
}

/** The entries as they will be once all that waits is saved. */
export function applied(entries: VaultEntry[], changes: Change[]): VaultEntry[] {
  const known = entries.flatMap(entry => {
    const change = changes.find(({ id }) => id === entry.id)
    if (change?.what === 'delete') return change.problem ? [entry] : []
    return [change ? changed(entry, change) : entry]
  })
  const added = changes.filter(({ what }) => what === 'add')
  return [...known, ...added.map(({ id, body }): VaultEntry => ({ ...entryOf({ ...NEW, ...body, id }), waits: true }))]
}

const changed = (entry: VaultEntry, { body }: Change): VaultEntry => {
  const { uses, usedAt } = entry
  return { ...entryOf({ ...apiOf(entry), ...body }), uses, usedAt, waits: true }
}

const NEW: Omit<ApiEntry, 'id'> = {
  ...{ group_id: 0, service: null, account: '', icon: null },
  ...{ otp_type: 'totp', digits: 6, algorithm: 'sha1', period: 30, counter: null },
}

/** Those members of an object whose names are wanted. */
export const pick = (fields: Fields, isWanted: (name: keyof Fields) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name as keyof Fields)))

export const namesOf = (fields: Fields) => Object.keys(fields) as (keyof Fields)[]
