'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { createClock, measureAhead, TOLERANCE_MS } from './clock'
import { secondsLeft } from './codes'

/** The one clock of all vault pages: one timer for every code and countdown. */
export const clock = createClock()

/** What follows from the server's time; whoever asks is drawn anew only when the answer changes. */
export function useClock<T extends string | number | boolean>(read: (seconds: number) => T): T {
  return useSyncExternalStore(
    clock.subscribe,
    () => read(clock.seconds()),
    () => read(0),
  )
}

export const useSecondsLeft = (period: number): number => useClock(seconds => secondsLeft(period, seconds))

/**
 * Sets the clock by the server's, now and whenever the page comes back into view.
 *
 * @returns by how many seconds this device is ahead (behind: below zero); 0 while that is not worth a word.
 */
export function useServerTime(): number {
  const [ahead, setAhead] = useState(0)
  useEffect(() => {
    const compare = async () => {
      if (document.hidden) return
      const measured = await measureAhead()
      if (measured === undefined) return
      clock.setAhead(measured)
      setAhead(Math.abs(measured) < TOLERANCE_MS ? 0 : Math.round(measured / 1000))
    }
    void compare()
    document.addEventListener('visibilitychange', compare)
    return () => document.removeEventListener('visibilitychange', compare)
  }, [])
  return ahead
}
