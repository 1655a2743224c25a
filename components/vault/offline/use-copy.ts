'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { call, isSignedIn } from '@/components/api'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'
import { fetchVault } from '../use-vault'
import { type Change, queued } from './changes'
import { type Opened, renewCopy, updateChanges } from './copy'
import { sendChanges } from './sending'
import { useReachable } from './use-reachable'

/** What keeps changes from being saved although the server is there. */
export type Obstacle = 'signed out' | 'somebody else'

/** An open copy: what it holds, what was changed in it, and how that gets saved. */
export function useCopy(opened: Opened) {
  const { lock } = opened
  const { preferences } = opened.copy
  const [{ copy, at, changes }, become] = useState(opened)
  const [failure, fail] = useState<Refused>()
  const [obstacle, setObstacle] = useState<Obstacle>()
  const [isSending, setSending] = useState(false)
  const [saved, setSaved] = useState(0)
  const isReachable = useReachable()
  const keep = useCallback(
    async (update: (changes: Change[]) => Change[]) => {
      const next = await updateChanges(opened, update)
      become(before => ({ ...before, changes: next }))
      return next
    },
    [opened],
  )

  const busy = useRef(false)
  const send = useCallback(async () => {
    if (busy.current) return
    busy.current = true
    setSending(true)
    fail(undefined)
    try {
      const found = await findObstacle(lock.account)
      setObstacle(found)
      if (found) return
      const count = await alone(async () => {
        const { entries } = await fetchVault(true)
        return sendChanges(await keep(same), { send: call, entries, keep: async update => void (await keep(update)) })
      })
      setSaved(before => before + count)
      const fresh = { ...(await fetchVault(true)), preferences }
      await renewCopy(lock.account, fresh)
      become(before => ({ ...before, copy: fresh, at: Date.now() }))
    } catch (error) {
      fail(asRefused(error))
    } finally {
      setSending(false)
      busy.current = false
    }
  }, [lock, preferences, keep])
  const isDue = isReachable && !isSending && !failure && !obstacle && changes.some(({ problem }) => !problem)
  useEffect(() => {
    if (isDue) void send()
  }, [isDue, send])
  useEffect(() => {
    if (isReachable) return
    fail(undefined)
    setObstacle(undefined)
  }, [isReachable])
  const update = (change: (changes: Change[]) => Change[]) => void keep(change).catch(error => fail(asRefused(error)))

  return {
    ...{ copy, at, changes, isReachable, isSending, saved, obstacle, failure, fail, send },
    change: (change: Change) => update(waiting => queued(waiting, change)),
    discard: (id: number) => update(waiting => waiting.filter(change => change.id !== id)),
    insist: (id: number) => update(waiting => waiting.map(change => (change.id === id ? insisting(change) : change))),
  }
}

const insisting = ({ problem: _, ...change }: Change): Change => ({ ...change, anyway: true })

const same = (changes: Change[]) => changes

/** One tab at a time; the next one finds what still waits. */
const alone = <Value>(work: () => Promise<Value>): Promise<Value> =>
  navigator.locks.request('latchkey-offline-sending', work)

export type OpenCopy = ReturnType<typeof useCopy>

async function findObstacle(account: string): Promise<Obstacle | undefined> {
  if (!(await isSignedIn())) return 'signed out'
  const { id } = await call<{ id: string }>('GET', '/api/account')
  return id === account ? undefined : 'somebody else'
}
