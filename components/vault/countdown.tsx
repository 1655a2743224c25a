'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { clock, useClock, useSecondsLeft } from './use-clock'

/** From here on little time is left. */
const LOW_SECONDS = 5

/** How long the codes of a period are still good: a ring and the seconds. Heard only when asked for. */
export function PeriodTimer({ period }: { period: number }) {
  const t = useTranslations('vault.countdown')
  const left = useSecondsLeft(period)
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-ink-soft text-sm">
      <SmoothRing period={period} low={left <= LOW_SECONDS} />
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
      <StillRing period={period} left={left} />
    </span>
  )
}

/** A ring that empties by the second, as the number beside it: of many in a long list none may move all the time. */
function StillRing({ period, left }: { period: number; left: number }) {
  const circle = { cx: 10, cy: 10, r: 9, fill: 'none', strokeWidth: 2 }
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5 shrink-0 -rotate-90">
      <circle {...circle} className="stroke-line" />
      <circle
        {...circle}
        pathLength={period}
        strokeDasharray={`${left} ${period}`}
        strokeDashoffset={left - period}
        className={left <= LOW_SECONDS ? 'stroke-warn' : 'stroke-brass'}
      />
    </svg>
  )
}

/** Only transforms move, so the browser animates it beside the page's own work. */
const HALVES = {
  right: [{ transform: 'rotate(0deg)' }, { transform: 'rotate(180deg)', offset: 0.5 }, { transform: 'rotate(180deg)' }],
  left: [{ transform: 'rotate(0deg)' }, { transform: 'rotate(0deg)', offset: 0.5 }, { transform: 'rotate(180deg)' }],
}

/** The ring of all codes of a period empties smoothly. */
function SmoothRing({ period, low }: { period: number; low: boolean }) {
  const color = low ? 'border-warn' : 'border-brass'
  return (
    <span className="relative size-5 shrink-0">
      <span className="absolute inset-0 rounded-full border-2 border-line" />
      <Half side="right" period={period} color={color} />
      <Half side="left" period={period} color={color} />
    </span>
  )
}

function Half({ side, period, color }: { side: 'left' | 'right'; period: number; color: string }) {
  const half = useRef<HTMLSpanElement>(null)
  const ahead = useClock(() => clock.ahead())
  useEffect(() => {
    if (!half.current?.animate || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const duration = period * 1000
    const animation = half.current.animate(HALVES[side], { duration, iterations: Number.POSITIVE_INFINITY })
    const elapsed = (Date.now() - ahead) % duration
    animation.startTime = Number(document.timeline.currentTime) - elapsed
    return () => animation.cancel()
  }, [side, period, ahead])
  const place = side === 'right' ? 'right-0' : 'left-0'
  return (
    <span className={`absolute inset-y-0 w-1/2 overflow-hidden ${place}`}>
      <span ref={half} className={`absolute inset-y-0 w-5 ${place}`}>
        <span className={`absolute inset-y-0 w-1/2 overflow-hidden ${place}`}>
          <span className={`absolute inset-y-0 w-5 rounded-full border-2 ${color} ${place}`} />
        </span>
      </span>
    </span>
  )
}
