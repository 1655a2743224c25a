'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'

/** Mails something again, once a minute at most; it says when it may be pressed next. */
export function SendAgain({ send, restedSince }: { send: () => Promise<void>; restedSince?: number }) {
  const t = useTranslations('entry.again')
  const [since, setSince] = useState(restedSince ?? 0)
  const [isBusy, setBusy] = useState(false)
  const [wasSent, setSent] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const left = useSecondsLeft(since + REST_MS)
  const sendAgain = async () => {
    setBusy(true)
    setFailure(undefined)
    await send()
      .then(
        () => {
          setSince(Date.now())
          setSent(true)
        },
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <div className="grid justify-items-start gap-2">
      <Button kind="secondary" busy={isBusy} disabled={left > 0} onClick={() => void sendAgain()}>
        {t('send')}
      </Button>
      <p className="min-h-5 text-ink-soft text-sm">{left > 0 && t('wait', { seconds: Math.ceil(left / 5) * 5 })}</p>
      <p role="status" className={wasSent ? 'text-sm' : 'sr-only'}>
        {wasSent && t('sent')}
      </p>
      {failure && <FailureNotice failure={failure} />}
    </div>
  )
}

const REST_MS = 60_000

const secondsUntil = (moment: number) => Math.max(0, Math.ceil((moment - Date.now()) / 1000))

function useSecondsLeft(until: number): number {
  const [left, setLeft] = useState(() => secondsUntil(until))
  useEffect(() => {
    const tick = () => setLeft(secondsUntil(until))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [until])
  return left
}
