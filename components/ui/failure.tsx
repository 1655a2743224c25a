'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Refused } from '@/components/refused'
import { Notice } from './notice'
import { RequestId } from './request-id'

/** What was refused, in words: what happened, what to do, how long to wait, and the id that helps whoever is asked. */
export function FailureNotice({ failure }: { failure: Refused }) {
  const say = useFailureWords()
  const t = useTranslations('common')
  const wait = useWait(failure)
  const { requestId } = failure.details
  return (
    <Notice kind="danger">
      <p>{say(failure)}</p>
      {wait > 0 && <p>{t('tryAgainIn', { wait: t('about', { seconds: coarse(wait) }) })}</p>}
      {failure.status >= 500 && requestId && <RequestId id={requestId} />}
    </Notice>
  )
}

/** @returns the sentence of a failure; one that nobody foresaw gets neutral words. */
export function useFailureWords() {
  const t = useTranslations('failures')
  return ({ code, details }: Refused) => {
    const key = code as Parameters<typeof t.has>[0]
    return t.has(key) ? t(key, { tries: details.triesLeft ?? 99 } as never) : t('internal_error')
  }
}

/** Seconds until another try makes sense, counted down; 0 when there is nothing to wait for. */
export function useWait(failure: Refused | undefined): number {
  const end = failure ? failure.at + (failure.details.retryAfter ?? 0) * 1000 : 0
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (end <= Date.now()) return
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= end) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [end])
  return failure ? Math.max(0, Math.ceil((end - Math.max(now, failure.at)) / 1000)) : 0
}

/** Nobody wants to read a clock run: whole tens, then fives. */
const coarse = (seconds: number) => (seconds > 20 ? Math.ceil(seconds / 10) * 10 : Math.ceil(seconds / 5) * 5)

/** Anything thrown, as something that can be said. */
export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused(0, 'internal_error')
