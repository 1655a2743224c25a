'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'
import type { FetchedCode } from './codes'
import { type ApiEntry, type ApiGroup, entryOf, type Group, groupsOf, type VaultEntry } from './entries'

const API = '/api/v1'

export type Loaded = { entries: VaultEntry[]; groups: Group[] }

/** What the pages do to a vault: each shows at once, and is taken back when the API refuses it. */
export type VaultActs = ReturnType<typeof useActs>

/** The vault of the signed-in person, in memory. */
export function useVault(withSecrets: boolean) {
  const [loaded, setLoaded] = useState<Loaded>()
  const [failure, setFailure] = useState<Refused>()
  const load = useCallback(async () => {
    try {
      setLoaded(await fetchVault(withSecrets))
      setFailure(undefined)
    } catch (error) {
      setFailure(asRefused(error))
    }
  }, [withSecrets])
  useEffect(() => void load(), [load])
  const acts = useActs(setLoaded, load, setFailure)
  return { loaded, failure, load, acts }
}

/** Everything that the pages know of a vault. @throws Refused */
export async function fetchVault(withSecrets: boolean): Promise<Loaded> {
  const query = withSecrets ? 'withSecret=1&withDetails=1' : 'withDetails=1'
  const [entries, groups] = await Promise.all([
    call<ApiEntry[]>('GET', `${API}/twofaccounts?${query}`),
    call<ApiGroup[]>('GET', `${API}/groups`),
  ])
  return { entries: entries.map(entryOf), groups: groupsOf(groups) }
}

type SetLoaded = (change: (before: Loaded | undefined) => Loaded | undefined) => void

function useActs(setLoaded: SetLoaded, load: () => Promise<void>, fail: (failure: Refused) => void) {
  return useMemo(() => {
    const patch = (ids: number[], changes: Partial<VaultEntry>) =>
      setLoaded(
        before =>
          before && {
            ...before,
            entries: before.entries.map(entry => (ids.includes(entry.id) ? { ...entry, ...changes } : entry)),
          },
      )
    /** What was shown too early is set right from the API. */
    const send = async (work: Promise<unknown>) => {
      try {
        await work
      } catch (error) {
        await load()
        fail(asRefused(error))
      }
    }
    return {
      async move(ids: number[], groupId: number | null) {
        patch(ids, { groupId })
        const work = groupId
          ? call('POST', `${API}/groups/${groupId}/assign`, { body: { ids } })
          : Promise.all(batches(ids).map(some => call('PATCH', `${API}/twofaccounts/withdraw?ids=${some}`)))
        await send(work)
      },
      async pin(entry: VaultEntry, pinned: boolean) {
        patch([entry.id], { pinned })
        await send(call('PATCH', `${API}/twofaccounts/${entry.id}`, { body: { pinned } }))
      },
      async reorder(ids: number[]) {
        setLoaded(before => before && { ...before, entries: inOrder(before.entries, ids) })
        await send(call('POST', `${API}/twofaccounts/reorder`, { body: { orderedIds: ids } }))
      },
      added: (entry: VaultEntry) => setLoaded(before => before && { ...before, entries: [...before.entries, entry] }),
      async createGroup(name: string): Promise<Group> {
        const said = await call<ApiGroup>('POST', `${API}/groups`, { body: { name } })
        const group = { id: said.id, name: said.name, count: 0 }
        setLoaded(before => before && { ...before, groups: [...before.groups, group] })
        return group
      },
      async renameGroup(id: number, name: string) {
        await call('PUT', `${API}/groups/${id}`, { body: { name } })
        setLoaded(
          before =>
            before && {
              ...before,
              groups: before.groups.map(group => (group.id === id ? { ...group, name } : group)),
            },
        )
      },
      async deleteGroup(id: number) {
        await call('DELETE', `${API}/groups/${id}`)
        await load()
      },
      /** Notes that a code was used that was computed here. */
      async used(entry: VaultEntry) {
        patch([entry.id], { uses: entry.uses + 1, usedAt: Date.now() })
        await call('POST', `${API}/twofaccounts/${entry.id}/use`).catch(() => undefined)
      },
      /** A code from the API: the next one by counter, or that of this moment. */
      fetchCode: (id: number) => call<FetchedCode>('GET', `${API}/twofaccounts/${id}/otp`),
    }
  }, [setLoaded, load, fail])
}

/** So many ids go into one address. */
const batches = (ids: number[]) =>
  Array.from({ length: Math.ceil(ids.length / 99) }, (_, at) => ids.slice(at * 99, at * 99 + 99).join(','))

function inOrder(entries: VaultEntry[], ids: number[]): VaultEntry[] {
  const places = new Map(ids.map((id, place) => [id, place]))
  return entries.toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))
}
