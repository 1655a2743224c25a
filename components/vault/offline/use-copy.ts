'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { call, isSignedIn, type Refused } from '@/components/api'
import { asRefused } from '@/components/ui/failure'
import { fetchVault } from '../use-vault'
import { type Change, queued } from './changes'
import { keepChanges, type Opened, renewCopy } from './copy'
import { sendChanges } from './sending'
import { useReachable } from './use-reachable'

/** What keeps changes from being saved although the server is there. */
export type Obstacle = 'signed out' | 'somebody else'

/** An open copy: what it holds, what was changed in it, and how that gets saved. */
export function useCopy(opened: Opened) {
  const { lock } = opened
  const [{ copy, at, changes }, become] = useState(opened)
  const [failure, fail] = useState<Refused>()
  const [obstacle, setObstacle] = useState<Obstacle>()
  const [isSending, setSending] = useState(false)
  const [saved, setSaved] = useState(0)
  const isReachable = useReachable()
  const waiting = useRef(changes)
  const keep = useCallback(
    async (next: Change[]) => {
      waiting.current = next
      become(before => ({ ...before, changes: next }))
      await keepChanges(lock, next)
    },
    [lock],
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
      const { entries } = await fetchVault(true)
      const count = await sendChanges(waiting.current, { send: call, entries, keep })
      setSaved(before => before + count)
      const fresh = { ...(await fetchVault(true)), preferences: copy.preferences }
      await renewCopy(lock.account, fresh)
      become(before => ({ ...before, copy: fresh, at: Date.now() }))
    } catch (error) {
      fail(asRefused(error))
    } finally {
      setSending(false)
      busy.current = false
    }
  }, [lock, copy.preferences, keep])
  const isDue = isReachable === true && changes.some(({ problem }) => !problem)
  useEffect(() => {
    if (isDue) void send()
  }, [isDue, send])

  return {
    ...{ copy, at, changes, isReachable, isSending, saved, obstacle, failure, fail, send },
    change: (change: Change | undefined) => change && void keep(queued(waiting.current, change)),
    discard: (id: number) => void keep(waiting.current.filter(change => change.id !== id)),
    async insist(id: number) {
      const insisting = ({ problem: _, ...change }: Change): Change => ({ ...change, anyway: true })
      await keep(waiting.current.map(change => (change.id === id ? insisting(change) : change)))
    },
  }
}

export type OpenCopy = ReturnType<typeof useCopy>

async function findObstacle(account: string): Promise<Obstacle | undefined> {
  if (!(await isSignedIn())) return 'signed out'
  const { id } = await call<{ id: string }>('GET', '/api/account')
  return id === account ? undefined : 'somebody else'
}
