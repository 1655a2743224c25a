'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { callAnonymously } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'
import { codeAt, openParcel, type Parcel } from './parcel'

/** Opens a link to codes when asked to, because each opening is counted, and shows the code that counts now. */
export function SharedCodes({ id }: { id: string }) {
  const t = useTranslations('codeLink')
  const [parcel, setParcel] = useState<Parcel>()
  const [failure, setFailure] = useState<Refused | 'key'>()
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      const answer = await callAnonymously<{ parcel: string }>('POST', `/api/code-links/${id}/opening`)
      const opened = openParcel(answer.parcel, location.hash.slice(1))
      if (opened) setParcel(opened)
      else setFailure('key')
    } catch (error) {
      setFailure(asRefused(error))
    } finally {
      setBusy(false)
    }
  }
  if (parcel) return <Running parcel={parcel} />
  return (
    <div className="grid gap-4">
      {failure === 'key' && <Notice kind="danger">{t('incomplete')}</Notice>}
      {failure &&
        failure !== 'key' &&
        (failure.code === 'not_found' ? (
          <Notice kind="danger">{t('ended')}</Notice>
        ) : (
          <FailureNotice failure={failure} />
        ))}
      <Button busy={isBusy} onClick={() => void open()}>
        {t('open')}
      </Button>
    </div>
  )
}

function Running({ parcel }: { parcel: Parcel }) {
  const t = useTranslations('codeLink')
  const now = useSeconds()
  const current = codeAt(parcel, now)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="grid gap-4 rounded-box border border-line bg-surface p-6">
      <div>
        <h2 ref={heading} tabIndex={-1} className="font-semibold">
          {parcel.service || parcel.account}
        </h2>
        {parcel.service && <p className="text-ink-soft text-sm">{parcel.account}</p>}
      </div>
      {current ? (
        <>
          <p className="font-mono text-[2rem] tabular-nums tracking-wider">
            <span className="sr-only">{t('code', { digits: [...current.code].join(' ') })}</span>
            <span aria-hidden>{grouped(current.code)}</span>
          </p>
          <p role="timer" aria-live="off" className="text-ink-soft text-sm">
            {t('left', { seconds: current.secondsLeft })}
          </p>
          <CopyButton text={current.code}>{t('copy')}</CopyButton>
        </>
      ) : (
        <Notice>{t('over')}</Notice>
      )}
    </section>
  )
}

/** Unix time in seconds, a few times a second. */
function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now() / 1000)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 250)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** In two halves, as people read them aloud. */
const grouped = (code: string) => {
  const half = Math.ceil(code.length / 2)
  return `${code.slice(0, half)} ${code.slice(half)}`
}
