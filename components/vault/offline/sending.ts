import type { call } from '@/components/api'
import { Refused } from '@/components/refused'
import { apiOf, type VaultEntry } from '../entries'
import { type Change, type Fields, namesOf } from './changes'

const API = '/api/v1/twofaccounts'

type Needs = {
  send: typeof call
  /** The vault as it is now, with its keys. */
  entries: VaultEntry[]
  /** Keeps what still waits: after every step, so that nothing is sent twice. */
  keep: (update: (changes: Change[]) => Change[]) => Promise<void>
}

/**
 * Saves what was changed without network, one after the other. What cannot be saved stays, with its problem.
 *
 * @returns how many were saved.
 * @throws Refused when the way to the API ends.
 */
export async function sendChanges(changes: Change[], { send, entries, keep }: Needs): Promise<number> {
  let saved = 0
  for (const waiting of changes.filter(({ problem }) => !problem)) {
    const change: Change = waiting.what === 'add' ? { ...waiting, sent: true } : waiting
    if (!waiting.sent && change.sent) await keep(replacing(waiting, change))
    const isKnown = waiting.sent && entries.some(entry => isSame(entry, change.body))
    const problem = isKnown ? undefined : await save(change, entries, send)
    await keep(replacing(change, problem && { ...change, problem }))
    if (!problem) saved++
  }
  return saved
}

/** Puts a change in the place of another one, or nothing; one that was made anew meanwhile stays. */
const replacing = (change: Change, next: Change | undefined) => (changes: Change[]) =>
  changes.flatMap(each => (JSON.stringify(each) !== JSON.stringify(change) ? [each] : next ? [next] : []))

/** @returns the problem; undefined when it is saved. */
async function save(change: Change, entries: VaultEntry[], send: typeof call): Promise<Change['problem']> {
  const { id, what, body, before, anyway } = change
  const current = entries.find(entry => entry.id === id)
  if (what !== 'add' && !current) return what === 'edit' ? 'gone' : undefined
  if (current && what === 'edit' && !anyway && differs(current, before) && differs(current, body)) return 'changed'
  try {
    if (what === 'add') await send('POST', API, { body })
    else if (what === 'edit') await send('PATCH', `${API}/${id}`, { body })
    else await send('DELETE', `${API}/${id}`)
  } catch (error) {
    if (!(error instanceof Refused) || !FINAL.has(error.status)) throw error
    if (error.status !== 404) return 'refused'
    return what === 'edit' ? 'gone' : undefined
  }
}

/** What trying again would not change. */
const FINAL = new Set([400, 403, 404, 409, 413, 422])

function differs(entry: VaultEntry, fields: Fields): boolean {
  const known: Fields = apiOf(entry)
  return namesOf(fields).some(name => known[name] !== fields[name])
}

/** The entry that an addition without an answer has made. */
const isSame = ({ secret, service, account }: VaultEntry, body: Fields) =>
  secret === body.secret && (service ?? '') === (body.service ?? '') && account === body.account
