'use client'

import { useFormatter } from 'next-intl'
import { useClock } from '../use-clock'

/** When the copy was made, as people say it; by the clock, since the kept page's own time is that of its keeping. */
export function MadeAt({ at }: { at: number }) {
  const format = useFormatter()
  const now = useClock(seconds => seconds - (seconds % 30)) * 1000
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'short' })}>
      {format.relativeTime(date, Math.max(now, at))}
    </time>
  )
}
