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

/** The same beside a code, for the eye: the ring empties by the second, for of many in a list none may move all the time. */
export function Remaining({ period }: { period: number }) {
  const left = useSecondsLeft(period)
  const low = left <= LOW_SECONDS
  const gone = `${(period - left) / period}turn`
  return (
    <>
      <span
        aria-hidden
        className={`h-5 w-[2ch] text-right font-mono text-sm tabular-nums contain-strict ${low ? 'font-semibold text-warn' : 'text-ink-soft'}`}
      >
        {left}
      </span>
      <span
        aria-hidden
        style={{ backgroundImage: `conic-gradient(#0000 ${gone}, currentColor 0)` }}
        className={`relative size-5 shrink-0 rounded-full bg-line after:absolute after:inset-0.5 after:rounded-full after:bg-(--ground) ${low ? 'text-warn' : 'text-brass'}`}
      />
    </>
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
