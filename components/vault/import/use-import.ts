'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'
import type { PortableEntry } from '@/lib/core/vault/portable-entry'
import type { VaultEntry } from '../entries'
import { useVault } from '../use-vault'
import { chosenOf, type GoodRow, listRows } from './rows'
import { type Kept, removeKept, saveRows, type Target } from './save'
import { useSources } from './use-sources'

/** Choosing what to import; importing it; having imported it, or some of it; taking it back. */
export type Phase =
  | { at: 'choosing'; undone?: number }
  | { at: 'saving'; total: number }
  | { at: 'done'; total: number }
  | { at: 'undoing' }

export type ImportView = ReturnType<typeof useImport>

/** Everything that the page of imports knows and does; nothing is kept before `start`. */
export function useImport(withSecrets: boolean) {
  const vault = useVault(withSecrets)
  const { sources, ...intake } = useSources()
  const [fixes, setFixes] = useState(new Map<string, PortableEntry>())
  const [choices, setChoices] = useState(new Map<string, boolean>())
  const known = vault.loaded?.entries ?? NONE
  const rows = useMemo(() => listRows(sources, { fixes, choices }, known), [sources, fixes, choices, known])
  const saving = useSaving(setChoices, vault.load)
  return {
    ...{ vault, sources, rows, chosen: chosenOf(rows) },
    ...intake,
    ...saving,
    choose: (keys: string[], isChosen: boolean) =>
      setChoices(before => new Map([...before, ...keys.map(key => [key, isChosen] as const)])),
    fix(key: string, entry: PortableEntry) {
      setFixes(before => new Map(before).set(key, entry))
      setChoices(before => new Map(before).set(key, true))
    },
    again() {
      intake.clear()
      saving.forget()
    },
  }
}

const NONE: VaultEntry[] = []
const NOTHING: Kept = { ids: [], groupIds: [] }

type SetChoices = (change: (before: Map<string, boolean>) => Map<string, boolean>) => void

/** Keeps the chosen rows, and takes them back. */
function useSaving(setChoices: SetChoices, reload: () => Promise<void>) {
  const [phase, setPhase] = useState<Phase>({ at: 'choosing' })
  const [kept, setKept] = useState(NOTHING)
  const [failure, setFailure] = useState<Refused>()
  const savedKeys = useRef<string[]>([])
  const stopped = useRef(false)
  useStayWhile(phase.at === 'saving' || phase.at === 'undoing')
  const attempt = async (work: () => Promise<void>) => {
    setFailure(undefined)
    await work().catch(error => setFailure(asRefused(error)))
  }
  return {
    ...{ phase, kept, failure },
    stop: () => {
      stopped.current = true
    },
    async start(rows: GoodRow[], target: Target) {
      stopped.current = false
      const total = savedKeys.current.length + rows.length
      setPhase({ at: 'saving', total })
      const noted = (some: GoodRow[], made: Kept) => {
        savedKeys.current.push(...some.map(({ key }) => key))
        setKept(before => ({
          ids: [...before.ids, ...made.ids],
          groupIds: [...new Set([...before.groupIds, ...made.groupIds])],
        }))
        // Should the reader come back to the list, these need not be kept again.
        setChoices(before => new Map([...before, ...some.map(({ key }) => [key, false] as const)]))
      }
      await attempt(() => saveRows(rows, target, { kept: noted, isStopped: () => stopped.current }))
      setPhase(savedKeys.current.length ? { at: 'done', total } : { at: 'choosing' })
      await reload()
    },
    async undo() {
      setPhase({ at: 'undoing' })
      await attempt(async () => {
        await removeKept(kept)
        const keys = new Set(savedKeys.current)
        setChoices(before => new Map([...before].filter(([key]) => !keys.has(key))))
        savedKeys.current = []
        setKept(NOTHING)
        setPhase({ at: 'choosing', undone: kept.ids.length })
      })
      setPhase(after => (after.at === 'undoing' ? { at: 'done', total: kept.ids.length } : after))
      await reload()
    },
    /** Back to the list, with what is left of it. */
    goOn: () => setPhase({ at: 'choosing' }),
    forget() {
      savedKeys.current = []
      setKept(NOTHING)
      setPhase({ at: 'choosing' })
    },
  }
}

/** Leaving in the middle would leave a part undone: the browser asks first. */
function useStayWhile(isBusy: boolean) {
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isBusy])
}
