'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'
import { type Code, currentCode, type FetchedCode } from './codes'
import { nameOf, type VaultEntry } from './entries'
import type { VaultPreferences } from './preferences'
import { clock } from './use-clock'
import type { VaultActs } from './use-vault'

/** How long an entry says that its code was copied. */
const COPIED_MS = 2500

type Needs = {
  preferences: VaultPreferences
  acts: Pick<VaultActs, 'fetchCode' | 'used'>
  say: (sentence: string) => void
  fail: (failure: Refused) => void
  afterCopy: () => void
}

export type Codes = {
  fetched: Map<number, FetchedCode>
  revealed: Set<number>
  /** The entry whose code was copied a moment ago. */
  copied: number | undefined
  acts: CodeActs
}

export type CodeActs = {
  /** What a click on an entry does: copies its code, or first asks for the next one where a look uses it up. */
  activate: (entry: VaultEntry) => void
  request: (entry: VaultEntry) => void
  toggle: (entry: VaultEntry) => void
}

/** Codes that were asked for, shown and copied; nothing of it outlives the page. */
export function useCodes(needs: Needs): Codes {
  const t = useTranslations('vault.code')
  const common = useTranslations('common')
  const [fetched, setFetched] = useState(new Map<number, FetchedCode>())
  const [revealed, setRevealed] = useState(new Set<number>())
  const [copied, setCopied] = useState<number>()
  const now = useRef({ ...needs, fetched, revealed })
  now.current = { ...needs, fetched, revealed }
  useEffect(() => {
    if (copied === undefined) return
    const timer = setTimeout(() => setCopied(undefined), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const conceal = useCallback(
    (id: number) => setRevealed(before => new Set([...before].filter(each => each !== id))),
    [],
  )

  const copy = useCallback(
    async (entry: VaultEntry, { password }: Code) => {
      const { say, preferences, acts, afterCopy } = now.current
      try {
        await navigator.clipboard.writeText(password)
      } catch {
        return say(common('notCopied'))
      }
      say(t('copiedNamed', { name: nameOf(entry) }))
      setCopied(entry.id)
      if (preferences.closeOtpOnCopy) conceal(entry.id)
      if (entry.secret && entry.otpType !== 'hotp') void acts.used(entry)
      afterCopy()
    },
    [t, common, conceal],
  )

  const ask = useCallback(async (entry: VaultEntry): Promise<Code | undefined> => {
    try {
      const code = await now.current.acts.fetchCode(entry.id)
      setFetched(before => new Map(before).set(entry.id, code))
      return currentCode(entry, clock.seconds(), code) ?? { password: code.password }
    } catch (error) {
      now.current.fail(asRefused(error))
      return undefined
    }
  }, [])

  const acts = useMemo(() => {
    const known = (entry: VaultEntry) => currentCode(entry, clock.seconds(), now.current.fetched.get(entry.id))
    const show = async (entry: VaultEntry) => {
      const code = await ask(entry)
      if (code && now.current.preferences.copyOtpOnDisplay) await copy(entry, code)
    }
    return {
      async activate(entry: VaultEntry) {
        const code = known(entry)
        if (code) return copy(entry, code)
        if (entry.otpType === 'hotp') return show(entry)
        const asked = await ask(entry)
        if (asked) await copy(entry, asked)
      },
      request: (entry: VaultEntry) => void show(entry),
      async toggle(entry: VaultEntry) {
        if (now.current.revealed.has(entry.id)) return conceal(entry.id)
        setRevealed(before => new Set(before).add(entry.id))
        const code = known(entry)
        if (!code) return show(entry)
        if (now.current.preferences.copyOtpOnDisplay) await copy(entry, code)
      },
    }
  }, [ask, copy, conceal])
  return { fetched, revealed, copied, acts }
}
