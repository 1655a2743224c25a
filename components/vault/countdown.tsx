'use client'

import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { useSecondsLeft } from './use-clock'

/** From here on little time is left. */
const LOW_SECONDS = 5

/** How long the codes of a period are still good: a ring and the seconds. Heard only when asked for. */
export function PeriodTimer({ period }: { period: number }) {
  const t = useTranslations('vault.countdown')
  const left = useSecondsLeft(period)
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-ink-soft text-sm">
      <Ring period={period} left={left} smooth />
      <span role="timer" aria-live="off" aria-label={t('label', { period })} className="tabular-nums">
        {t('left', { seconds: left })}
      </span>
    </span>
  )
}

/** The same beside a code, for the eye. */
export function Remaining({ period }: { period: number }) {
  const left = useSecondsLeft(period)
  const low = left <= LOW_SECONDS
  return (
    <span
      aria-hidden
      className={`inline-flex items-center gap-1.5 font-mono text-sm tabular-nums ${low ? 'font-semibold text-warn' : 'text-ink-soft'}`}
    >
      <span className="min-w-[2ch] text-right">{left}</span>
      <Ring period={period} left={left} />
    </span>
  )
}

/**
 * A ring that empties with the period. Beside a code it goes by the second, as the number does: many stand in a long list,
 * and what moves all the time would make scrolling falter. The one for all of them is smooth.
 */
function Ring({ period, left, smooth = false }: { period: number; left: number; smooth?: boolean }) {
  const circle = { cx: 10, cy: 10, r: 9, fill: 'none', strokeWidth: 2 }
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5 shrink-0 -rotate-90">
      <circle {...circle} className="stroke-line" />
      <circle
        {...circle}
        pathLength={period}
        strokeDasharray={`${left} ${period}`}
        className={clsx(
          left <= LOW_SECONDS ? 'stroke-warn' : 'stroke-brass',
          smooth && 'transition-[stroke-dasharray] duration-1000 ease-linear',
        )}
      />
    </svg>
  )
}
