'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Skeleton } from '@/components/ui/skeleton'
import { ConfirmCode, LeaveForLater } from './confirm-code'
import { KeyCard, type PendingKey } from './key-card'
import { SaveCodes } from './save-codes'
import { Steps } from './steps'

/** An authenticator app in three steps. Nothing is on before the second is done; a reload goes on with the same key. */
export function SetUpApp({ account }: { account: string }) {
  const t = useTranslations('factors.setUp')
  const { pending, failure, load } = usePendingKey()
  const [step, setStep] = useState(0)
  const [codes, setCodes] = useState<string[]>([])
  const begin = () => {
    setStep(0)
    void load()
  }
  return (
    <div className="grid gap-8">
      <Steps names={[t('app.scan'), t('app.confirm'), t('save')]} current={step} />
      {step === 0 && (
        <section className="grid gap-6" aria-label={t('app.scan')}>
          <p>{t('app.scanText')}</p>
          {failure && (
            <>
              <FailureNotice failure={failure} />
              <Button kind="secondary" className="justify-self-start" onClick={begin}>
                {t('again')}
              </Button>
            </>
          )}
          {pending ? <KeyCard pending={pending} account={account} /> : !failure && <Skeleton className="h-60" />}
          <Button disabled={!pending} className="justify-self-start" onClick={() => setStep(1)}>
            {t('app.next')}
          </Button>
        </section>
      )}
      {step === 1 && (
        <ConfirmCode
          text={t('app.confirmText')}
          onBack={() => setStep(0)}
          onRestart={begin}
          onDone={codes => {
            setCodes(codes)
            setStep(2)
          }}
        />
      )}
      {step < 2 && <LeaveForLater />}
      {step === 2 && <SaveCodes codes={codes} account={account} done={t('app.done')} />}
    </div>
  )
}

function usePendingKey() {
  const [pending, setPending] = useState<PendingKey>()
  const [failure, setFailure] = useState<Refused>()
  const begun = useRef(false)
  const load = async () => {
    setPending(undefined)
    setFailure(undefined)
    await call<PendingKey>('POST', '/api/account/two-factor/authenticator').then(setPending, error =>
      setFailure(asRefused(error)),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is there.
  useEffect(() => {
    if (!begun.current) void load()
    begun.current = true
  }, [])
  return { pending, failure, load }
}
