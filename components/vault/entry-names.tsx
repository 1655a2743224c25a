'use client'

import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { VaultEntry } from './entries'

/** No letter of the font is wider than this, in pixels. */
const WIDEST = 16

type Named = Pick<VaultEntry, 'service' | 'account' | 'pinned' | 'waits'>

/**
 * What an entry is called, in two lines. They are cut where they may be too long for `room`, in pixels, and only there:
 * every cut makes a long list slower to paint.
 */
export function EntryNames({ entry: { service, account, pinned, waits }, room = 0 }: { entry: Named; room?: number }) {
  const t = useTranslations('vault')
  const name = service ?? account
  const marks = (pinned ? t('pinned').length + 1 : 0) + (waits ? t('waits').length + 1 : 0)
  const longest = Math.max(name.length + marks, account.length)
  return (
    <span className={clsx('min-w-0 grow whitespace-nowrap', longest * WIDEST > room && 'overflow-clip text-ellipsis')}>
      <span className="font-medium">
        {name}
        {pinned && <span className="ml-2 font-normal text-brass text-sm">{t('pinned')}</span>}
        {waits && <span className="ml-2 font-normal text-sm text-warn">{t('waits')}</span>}
      </span>
      {service && (
        <>
          <br />
          <span className="text-ink-soft text-sm">{account}</span>
        </>
      )}
    </span>
  )
}
