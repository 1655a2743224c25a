import { type call, Refused } from '@/components/api'
import { apiOf, type VaultEntry } from '../entries'
import { type Change, type Fields, namesOf } from './changes'

const API = '/api/v1/twofaccounts'

type Needs = {
  send: typeof call
  /** The vault as it is now, with its keys. */
  entries: VaultEntry[]
  /** Keeps what still waits: after every step, so that nothing is sent twice. */
  keep: (changes: Change[]) => Promise<void>
}

/**
 * Saves what was changed without network, one after the other. What cannot be saved stays, with its problem.
 *
 * @returns how many were saved.
 * @throws Refused when the way to the API ends.
 */
export async function sendChanges(changes: Change[], { send, entries, keep }: Needs): Promise<number> {
  let waiting = changes
  let saved = 0
  for (const change of changes) {
    const { id, problem } = change
    if (problem) continue
    const become = (next: Change | undefined) => {
      waiting = waiting.flatMap(each => (each.id !== id ? [each] : next ? [next] : []))
      return keep(waiting)
    }
    const isKnown = change.sent && entries.some(entry => isSame(entry, change.body))
    if (change.what === 'add' && !change.sent) await become({ ...change, sent: true })
    const found = isKnown ? undefined : await save(change, entries, send)
    await become(found && { ...change, problem: found })
    if (!found) saved++
  }
  return saved
}

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
    return error.status === 404 ? (what === 'edit' ? 'gone' : undefined) : 'refused'
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
