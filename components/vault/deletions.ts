'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { call } from '@/components/api'
import type { VaultEntry } from './entries'

/** Entries that have been deleted for the eye, until the time to think again is over. */
export type Deletion = { entries: VaultEntry[] }

/** A person who reads slowly, or with a screen reader, needs more than the ten seconds of the checklist. */
const UNDO_MS = 20_000

/** So many ids the API takes at a time. */
const MAX_IDS = 99

type State = {
  deletion: Deletion | undefined
  /** Removed for good in this tab; a list that was asked for earlier may still name them. */
  gone: Set<number>
}

let state: State = { deletion: undefined, gone: new Set() }
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
const failureListeners = new Set<(error: unknown) => void>()

/** Takes entries away; for twenty seconds they can be had back. What was taken away before is then gone for good. */
export function doom(entries: VaultEntry[]) {
  commit()
  become({ deletion: { entries } })
  timer = setTimeout(commit, UNDO_MS)
  addEventListener('pagehide', commit)
}

/** Has the entries back. */
export function undo() {
  become({ deletion: undefined })
}

/** Also when the page is left: what looked deleted must not come back by itself. */
function commit() {
  if (!state.deletion) return
  const ids = state.deletion.entries.map(({ id }) => id)
  become({ deletion: undefined, gone: new Set([...state.gone, ...ids]) })
  for (let at = 0; at < ids.length; at += MAX_IDS) void remove(ids.slice(at, at + MAX_IDS))
}

async function remove(ids: number[]) {
  try {
    await call('DELETE', `/api/v1/twofaccounts?ids=${ids.join(',')}`, { keepalive: true })
  } catch (error) {
    become({ gone: new Set([...state.gone].filter(id => !ids.includes(id))) })
    for (const tell of failureListeners) tell(error)
  }
}

function become(change: Partial<State>) {
  state = { ...state, ...change }
  if ('deletion' in change) {
    clearTimeout(timer)
    removeEventListener('pagehide', commit)
  }
  for (const tell of listeners) tell()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const NOTHING: State = { deletion: undefined, gone: new Set() }

/** What can still be had back, and which entries are not to be shown. Hears when the API did not remove them. */
export function useDeletion(failed: (error: unknown) => void) {
  useEffect(() => {
    failureListeners.add(failed)
    return () => void failureListeners.delete(failed)
  }, [failed])
  const { deletion, gone } = useSyncExternalStore(
    subscribe,
    () => state,
    () => NOTHING,
  )
  return { deletion, gone }
}
