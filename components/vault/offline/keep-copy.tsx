'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { Group, VaultEntry } from '../entries'
import { computesCodes, type VaultPreferences } from '../preferences'
import { fetchVault } from '../use-vault'
import { readSummary, renewCopy } from './copy'
import { keepShell } from './shell'

type Props = { accountId: string; preferences: VaultPreferences; entries: VaultEntry[]; groups: Group[] }

/** In the vault of whoever keeps a copy: renews it with every change, and names what waits to be saved. */
export function KeepCopy({ accountId, preferences, entries, groups }: Props) {
  const t = useTranslations('offline')
  const [waiting, setWaiting] = useState(0)
  const latest = useRef(Promise.resolve())
  useEffect(() => {
    // The page of the version before this one opens a copy as well.
    keepShell().catch(() => undefined)
    void readSummary().then(kept => setWaiting(kept?.account === accountId ? kept.waiting : 0))
  }, [accountId])
  useEffect(() => {
    const renew = async () => {
      const loaded = computesCodes(preferences) ? { entries, groups } : await fetchVault(true)
      await renewCopy(accountId, { ...loaded, preferences })
    }
    // A copy that could not be renewed says of when it is.
    latest.current = latest.current.then(renew).catch(() => undefined)
  }, [accountId, preferences, entries, groups])
  if (!waiting) return null
  return (
    <Notice
      kind="warn"
      action={
        <ButtonLink href="/vault/offline" kind="secondary" size="small">
          {t('waiting.save')}
        </ButtonLink>
      }
    >
      {t('waiting.there', { count: waiting })}
    </Notice>
  )
}
