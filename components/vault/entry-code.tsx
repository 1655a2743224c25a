'use client'

import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type Code, currentCode, type FetchedCode, type Grouping, grouped, periodOf, spoken, stepAt } from './codes'
import { nameOf, type VaultEntry } from './entries'
import { useClock } from './use-clock'

/** The next code is worth a look from here on. */
const NEXT_SECONDS = 10

/** The code of an entry, now: drawn anew when its step ends, and not before. */
export function useCode(entry: VaultEntry, fetched: FetchedCode | undefined): Code | undefined {
  const step = useClock(seconds => stepAt(entry, seconds))
  return currentCode(entry, step * periodOf(entry), fetched)
}

/** What an entry is called for those who listen: its name, and its code digit by digit. */
export function useSpokenName(entry: VaultEntry, code: Code | undefined, isHidden: boolean): string {
  const t = useTranslations('vault.code')
  const name = nameOf(entry)
  if (entry.otpType === 'hotp' && !code) return t('request', { name })
  if (isHidden) return t('hidden', { name })
  return code ? t('name', { name, code: spoken(code.password) }) : t('unreadable', { name })
}

/** The hero of an entry: large digits in groups, which stay without spaces when they are selected. */
export function CodeText({
  code,
  digits,
  grouping,
  isHidden,
  isCopied,
}: {
  code: Code | undefined
  digits: number
  grouping: Grouping
  isHidden: boolean
  isCopied: boolean
}) {
  const text = isHidden || !code ? '•'.repeat(digits) : code.password
  return (
    <span
      className={clsx(
        'flex gap-[0.35ch] whitespace-nowrap font-mono font-medium tabular-nums',
        text.length > 8 ? 'text-[1.375rem]/8' : 'text-[1.75rem]/9',
        isCopied ? 'text-good' : isHidden || !code ? 'text-ink-soft' : '',
      )}
    >
      {grouped(text, grouping).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity than their place.
        <span key={place}>{part}</span>
      ))}
    </span>
  )
}

/** The code that comes after this one, small, in the last ten seconds, where there is room beside the first. */
export function NextCode({ entry, code, grouping }: { entry: VaultEntry; code: Code | undefined; grouping: Grouping }) {
  const t = useTranslations('vault.code')
  const period = periodOf(entry)
  const isNear = useClock(seconds => period - (seconds % period) <= NEXT_SECONDS)
  if (!isNear || !code?.next) return null
  return (
    <span aria-hidden className="whitespace-nowrap font-mono text-ink-soft text-sm tabular-nums max-[359px]:hidden">
      {t('next')} {grouped(code.next, grouping).join(' ')}
    </span>
  )
}
