import { call } from '@/components/api'
import { Refused } from '@/components/refused'
import { exportTwoFAuth } from '@/lib/core/vault/export/two-fauth'
import type { PortableEntry } from '@/lib/core/vault/portable-entry'
import { type ApiEntry, type ApiGroup, groupsOf } from '../entries'
import { MAX_GROUP_NAME } from '../group-dialogs'
import type { GoodRow } from './rows'

const API = '/api/v1'

/** Where imported entries go: into the groups that their file names, one that is named here, or one by its id; 0: none. */
export type Target = 'file' | { name: string } | number

/** What an import has made; undoing it takes exactly this away. */
export type Kept = { ids: number[]; groupIds: number[] }

type Watcher = {
  /** Some are kept: their rows, and what was made. */
  kept: (rows: GoodRow[], made: Kept) => void
  isStopped: () => boolean
}

/** So many a request, so that there is something to tell, and few requests enough for the API's limits. */
const MOST_ROWS = 250
/** Well below the 2 MiB that a request may have, whatever the characters. */
const MOST_CHARACTERS = 500_000
/** The longest note that the API takes. */
const MAX_NOTE = 10_000

/** Keeps the rows, a good number at a time; each number is kept as a whole or not at all. @throws Refused */
export async function saveRows(rows: GoodRow[], target: Target, { kept, isStopped }: Watcher): Promise<void> {
  const before = new Set(groupsOf(await patiently(() => call<ApiGroup[]>('GET', `${API}/groups`))).map(({ id }) => id))
  const icons = await keepIcons(rows)
  const ready = rows.map(row => ({ row, account: accountOf(row.entry, target, icons.get(row.key)) }))
  for (const part of parted(ready, MOST_ROWS, ({ account }) => JSON.stringify(account).length)) {
    if (isStopped()) return
    const body = { accounts: part.map(({ account }) => account) }
    const said = await patiently(() => call<ApiEntry[]>('POST', `${API}/twofaccounts/batch`, { body }))
    const groupIds = said.flatMap(({ group_id }) => (group_id && !before.has(group_id) ? [group_id] : []))
    const made = { ids: said.map(({ id }) => id), groupIds: [...new Set(groupIds)] }
    kept(
      part.map(({ row }) => row),
      made,
    )
  }
}

/** Takes away what was imported, and the groups that were made for it unless something else is in them by now. @throws Refused */
export async function removeKept({ ids, groupIds }: Kept): Promise<void> {
  for (let at = 0; at < ids.length; at += 99) {
    const some = ids.slice(at, at + 99).join(',')
    await patiently(() => call('DELETE', `${API}/twofaccounts?ids=${some}`))
  }
  if (!groupIds.length) return
  const groups = await patiently(() => call<ApiGroup[]>('GET', `${API}/groups`))
  for (const { id } of groupsOf(groups).filter(({ id, count }) => groupIds.includes(id) && count === 0))
    await patiently(() => call('DELETE', `${API}/groups/${id}`))
}

/**
 * The icons of a file, written anew by the API all at once: it takes them from an export, as those of other apps are
 * taken. They are a nicety: what the API does not take is left out.
 */
async function keepIcons(rows: GoodRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const pictured = rows.filter(({ entry }) => entry.icon)
  for (const part of parted(pictured, pictured.length, ({ entry }) => (entry.icon?.data.length ?? 0) * 2)) {
    const payload = JSON.stringify(
      exportTwoFAuth(
        part.map(({ entry }) => entry),
        '6.1.0',
      ),
    )
    const said = await patiently(() =>
      call<ApiEntry[]>('POST', `${API}/twofaccounts/migration`, { body: { payload } }),
    ).catch(() => [])
    for (const [index, { key }] of part.entries()) {
      const icon = said[index]?.icon
      if (icon) names.set(key, icon)
    }
  }
  return names
}

/** An entry as the API takes it. */
export function accountOf(entry: PortableEntry, target: Target, icon?: string) {
  const { otpType, service, account, secret, digits, algorithm, period, counter, note, pinned, groups } = entry
  return {
    ...{ otp_type: otpType, service, account, secret, digits, algorithm, period, counter },
    ...(note && { notes: note.slice(0, MAX_NOTE) }),
    ...(pinned && { pinned }),
    ...(icon && { icon }),
    ...placeOf(groups?.[0], target),
  }
}

function placeOf(named: string | undefined, target: Target) {
  if (typeof target === 'number') return { group_id: target }
  const name = target === 'file' ? named : target.name
  return name?.trim() ? { group: name.trim().slice(0, MAX_GROUP_NAME).trim() } : {}
}

/** Cuts a list into parts that are neither too long nor too heavy; what is too heavy by itself is alone. */
export function parted<T>(list: T[], most: number, weightOf: (item: T) => number): T[][] {
  const parts: T[][] = []
  let weight = 0
  for (const item of list) {
    const own = weightOf(item)
    const last = parts.at(-1)
    if (last && last.length < most && weight + own <= MOST_CHARACTERS) {
      last.push(item)
      weight += own
    } else {
      parts.push([item])
      weight = own
    }
  }
  return parts
}

/** An import is worth waiting for: where the API wants fewer requests, the next one comes when it says so. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const wait = error instanceof Refused && error.code === 'throttled' ? (error.details.retryAfter ?? 5) : undefined
    if (wait === undefined) throw error
    await new Promise(resolve => setTimeout(resolve, wait * 1000))
    return patiently(work)
  }
}
