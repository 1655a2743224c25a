'use client'

import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { VaultEntry } from './entries'
import { CodeText } from './entry-code'
import { EntryIcon } from './entry-icon'
import { EntryNames } from './entry-names'
import { groupingOf, type VaultPreferences } from './preferences'

/** What a page knows of an entry before the API has told the rest. */
export type Glimpse = Pick<VaultEntry, 'id' | 'service' | 'account' | 'otpType' | 'digits' | 'period' | 'pinned'>

/** The first entries where they will stand, while their codes are being fetched: for the eye only, and nothing to press. */
export function FirstEntries({
  entries,
  mode,
  preferences,
}: {
  entries: Glimpse[]
  mode: 'list' | 'grid'
  preferences: VaultPreferences
}) {
  const t = useTranslations('vault')
  const isList = mode === 'list'
  return (
    <div role="status" className="@container">
      <span className="sr-only">{t('loading')}</span>
      <ul
        aria-hidden
        className={clsx('grid', !isList && 'grid-cols-[repeat(auto-fill,minmax(min(320px,100%),1fr))] gap-3')}
      >
        {entries.map(entry => (
          <li
            key={entry.id}
            className={clsx(
              'flex min-w-0 flex-col justify-between gap-x-4 gap-y-1 border-line py-3 pr-15 pl-5',
              isList
                ? 'h-28 border-b @min-[600px]:h-17 @min-[600px]:flex-row @min-[600px]:items-center'
                : 'h-31 rounded-box border bg-surface',
            )}
          >
            <span className={clsx('flex min-w-0 items-center gap-3', isList && '@min-[600px]:grow')}>
              {preferences.showAccountsIcons && (
                <EntryIcon
                  entry={{ ...entry, icon: null }}
                  className={isList ? 'size-9 @min-[600px]:size-10' : 'size-9'}
                />
              )}
              <EntryNames entry={entry} />
            </span>
            <span className={clsx('flex min-h-9', isList && '@min-[600px]:pr-24')}>
              {entry.otpType !== 'hotp' && (
                <CodeText
                  code={undefined}
                  digits={entry.digits}
                  grouping={groupingOf(preferences)}
                  isHidden
                  isCopied={false}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
