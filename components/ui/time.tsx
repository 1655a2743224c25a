'use client'

import { useFormatter, useNow } from 'next-intl'

/** A moment, as people say it, with the exact one on hover and for programs. */
export function Time({ at }: { at: string | Date }) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 })
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'short' })}>
      {format.relativeTime(date, now)}
    </time>
  )
}
