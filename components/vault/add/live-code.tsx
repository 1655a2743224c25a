'use client'

import { useTranslations } from 'next-intl'
import type { Entry } from '@/lib/core/vault/entry'
import { counterCode } from '@/lib/core/vault/otp'
import { currentCode, grouped, periodOf, spoken, stepAt } from '../codes'
import { Remaining } from '../countdown'
import type { VaultEntry } from '../entries'
import { useClock } from '../use-clock'

/** The code that an entry would show now: to compare with what the other side expects, before anything is kept. */
export function LiveCode({ entry }: { entry: Entry | undefined }) {
  const t = useTranslations('vault.adding')
  return (
    <div className="flex min-h-14 items-center justify-between gap-3 rounded-field bg-wash px-4 py-2">
      {entry ? <Shown entry={entry} /> : <span className="text-ink-soft text-sm">{t('noCode')}</span>}
    </div>
  )
}

function Shown({ entry }: { entry: Entry }) {
  const t = useTranslations('vault.adding')
  const isTimed = entry.otpType !== 'hotp'
  const kept = entry as unknown as VaultEntry
  const step = useClock(seconds => stepAt(kept, seconds))
  const password = isTimed ? currentCode(kept, step * periodOf(kept))?.password : counterCode(entry).password
  if (!password) return <span className="text-ink-soft text-sm">{t('noCode')}</span>
  return (
    <>
      <span className="grid">
        <span className="text-ink-soft text-sm">{t(isTimed ? 'codeNow' : 'codeNext')}</span>
        <span className="flex gap-[0.35ch] font-mono text-xl tabular-nums" role="img" aria-label={spoken(password)}>
          {grouped(password).map((part, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity than their place.
            <span key={place}>{part}</span>
          ))}
        </span>
      </span>
      {isTimed && (
        <span className="inline-flex items-center gap-1.5 [--ground:var(--color-wash)]">
          <Remaining period={periodOf(kept)} />
        </span>
      )}
    </>
  )
}
