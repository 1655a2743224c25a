'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Refused } from '@/components/refused'
import { Notice } from '@/components/ui/notice'

/** Watches what is sent for refusals that tell of a phone whose clock is off. @returns the watch, and the hint to show. */
export function useClockHint() {
  const [seconds, setSeconds] = useState<number>()
  const watch = async <T,>(sending: Promise<T>): Promise<T> => {
    try {
      return await sending
    } catch (error) {
      setSeconds(error instanceof Refused ? error.details.clockOffsetSeconds : undefined)
      throw error
    }
  }
  return { watch, hint: seconds ? <ClockHint seconds={seconds} /> : null }
}

function ClockHint({ seconds }: { seconds: number }) {
  const t = useTranslations('challenge.clock')
  return (
    <Notice kind="warn">
      <p>{t(seconds > 0 ? 'ahead' : 'behind', { seconds: Math.abs(seconds) })}</p>
      <p>{t('fix')}</p>
    </Notice>
  )
}
