'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'

/** After a change of the factor: offers to end the sessions that were begun before it, if there are any. */
export function OtherSessions() {
  const t = useTranslations('factors.others')
  const [count, setCount] = useState(0)
  const [ended, setEnded] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  useEffect(() => {
    void call<{ current: boolean }[]>('GET', '/api/account/sessions')
      .then(sessions => setCount(sessions.filter(({ current }) => !current).length))
      .catch(() => undefined)
  }, [])
  const end = async () => {
    setBusy(true)
    await call('DELETE', '/api/account/sessions').then(
      () => setEnded(true),
      error => setFailure(asRefused(error)),
    )
    setBusy(false)
  }
  if (!count) return null
  if (ended) return <Notice kind="good">{t('ended', { count })}</Notice>
  return (
    <Notice
      action={
        <Button kind="danger" busy={isBusy} onClick={() => void end()}>
          {t('end', { count })}
        </Button>
      }
    >
      {t('offer', { count })}
      {failure && <FailureNotice failure={failure} />}
    </Notice>
  )
}
