'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { leave } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'

/** So long before the end whoever is there is asked, in seconds (WCAG 2.2.1 wants twenty). */
const WARNING_SECONDS = 30

/** Signs out when nobody has touched any tab for so many minutes; asks before, and one key is enough of an answer. */
export function IdleWatch({ minutes }: { minutes: number }) {
  const t = useTranslations('preferences.stillThere')
  const common = useTranslations('common')
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
  const stay = () => setLeft(undefined)
  return (
    <Dialog
      open
      onOpenChange={stay}
      title={t('title')}
      description={t('text', { wait: common('about', { seconds: left > 10 ? 30 : 10 }) })}
    >
      <DialogActions>
        <Button kind="secondary" onClick={() => void leave()}>
          {t('leave')}
        </Button>
        <Button onClick={stay}>{t('stay')}</Button>
      </DialogActions>
    </Dialog>
  )
}

/** When somebody was last seen in any tab. */
const TOUCHED = 'latchkey-touched'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
