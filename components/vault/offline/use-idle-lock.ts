'use client'

import { useEffect, useRef } from 'react'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Locks what nobody has touched for so many minutes; what was changed in it is kept. None: never. */
export function useIdleLock(minutes: number, lock: () => void) {
  const now = useRef(lock)
  now.current = lock
  useEffect(() => {
    if (minutes <= 0) return
    let touched = Date.now()
    const note = () => {
      touched = Date.now()
    }
    const look = () => {
      if (Date.now() - touched >= minutes * 60_000) now.current()
    }
    const timer = setInterval(look, 1000)
    // A device that slept shows the lock before the first touch counts.
    document.addEventListener('visibilitychange', look)
    for (const kind of SIGNS_OF_LIFE) addEventListener(kind, note, { passive: true })
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      for (const kind of SIGNS_OF_LIFE) removeEventListener(kind, note)
    }
  }, [minutes])
}
