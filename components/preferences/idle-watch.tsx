'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { leave } from '@/components/account/leave'

const IdleQuestion = dynamic(() => import('./idle-question').then(module => module.IdleQuestion))

/** So long before the end whoever is there is asked, in seconds (WCAG 2.2.1 wants twenty). */
const WARNING_SECONDS = 30

/** Signs out when nobody has touched any tab for so many minutes; asks before, and one key is enough of an answer. */
export function IdleWatch({ minutes }: { minutes: number }) {
  const touched = useRef(0)
  const [left, setLeft] = useState<number>()
  useEffect(() => {
    if (minutes <= 0) return
    let isLeaving = false
    const note = () => {
      touched.current = Date.now()
      localStorage.setItem(TOUCHED, String(touched.current))
    }
    note()
    const tick = () => {
      const latest = Math.max(touched.current, Number(localStorage.getItem(TOUCHED)))
      const seconds = minutes * 60 - Math.floor((Date.now() - latest) / 1000)
      if (seconds <= 0 && !isLeaving) {
        isLeaving = true
        void leave(location.pathname + location.search).catch(() => {
          isLeaving = false
        })
      }
      setLeft(seconds <= WARNING_SECONDS ? Math.max(0, seconds) : undefined)
    }
    const timer = setInterval(tick, 1000)
    for (const kind of SIGNS_OF_LIFE) addEventListener(kind, note, { passive: true })
    return () => {
      clearInterval(timer)
      for (const kind of SIGNS_OF_LIFE) removeEventListener(kind, note)
    }
  }, [minutes])
  if (left === undefined) return null
  return <IdleQuestion seconds={left} onStay={() => setLeft(undefined)} />
}

/** When somebody was last seen in any tab. */
const TOUCHED = 'latchkey-touched'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
