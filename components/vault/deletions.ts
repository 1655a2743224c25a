'use client'

import { useSyncExternalStore } from 'react'
import { call } from '@/components/api'
import type { VaultEntry } from './entries'

/** Entries that have been deleted for the eye, until the time to think again is over. */
export type Deletion = { entries: VaultEntry[] }

/** A person who reads slowly, or with a screen reader, needs more than the ten seconds of the checklist. */
const UNDO_MS = 20_000

let current: Deletion | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let onFailure: ((error: unknown) => void) | undefined
const listeners = new Set<() => void>()

/** Takes entries away; for twenty seconds they can be had back. What was taken away before is then gone for good. */
export function doom(entries: VaultEntry[]) {
  commit()
  current = { entries }
  timer = setTimeout(commit, UNDO_MS)
  addEventListener('pagehide', commit, { once: true })
  tell()
}

/** Has the entries back. */
export function undo() {
  clearTimeout(timer)
  removeEventListener('pagehide', commit)
  current = undefined
  tell()
}

function commit() {
  if (!current) return
  const ids = current.entries.map(({ id }) => id)
  undo()
  for (const id of ids) gone.add(id)
  for (let at = 0; at < ids.length; at += MAX_IDS)
    call('DELETE', `/api/v1/twofaccounts?ids=${ids.slice(at, at + MAX_IDS).join(',')}`, { keepalive: true }).catch(
      error => {
        for (const id of ids) gone.delete(id)
        tell()
        onFailure?.(error)
      },
    )
}

/** So many the API takes at a time. */
const MAX_IDS = 99

/** Removed for good in this tab; a list that was asked for earlier may still name them. */
const gone = new Set<number>()

const tell = () => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** What can still be had back, and whether an entry is to be shown. */
export function useDeletion(failed: (error: unknown) => void) {
  onFailure = failed
  const deletion = useSyncExternalStore(
    subscribe,
    () => current,
    () => undefined,
  )
  const isGone = (id: number) => gone.has(id) || Boolean(deletion?.entries.some(entry => entry.id === id))
  return { deletion, isGone }
}
