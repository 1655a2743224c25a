'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import { SendAgain } from '@/components/sign-in/send-again'
import { Form, Submit } from '@/components/ui/form'
import { ConfirmCode, LeaveForLater } from './confirm-code'
import { SaveCodes } from './save-codes'
import { Steps } from './steps'

/** Codes by e-mail in three steps. Nothing is on before the second is done. */
export function SetUpEmail({ account }: { account: string }) {
  const t = useTranslations('factors.setUp')
  const [step, setStep] = useState(0)
  const [codes, setCodes] = useState<string[]>([])
  const begin = async () => {
    await call('POST', '/api/2fa/manage/', { body: { type: 'EM' } })
    setStep(1)
  }
  return (
    <div className="grid gap-8">
      <Steps names={[t('email.send'), t('email.confirm'), t('save')]} current={step} />
      {step === 0 && (
        <Form send={begin} className="grid max-w-prose gap-6">
          <p>
            {t.rich('email.sendText', { email: () => <strong className="break-all font-medium">{account}</strong> })}
          </p>
          <Submit className="justify-self-start">{t('email.submit')}</Submit>
        </Form>
      )}
      {step === 1 && (
        <ConfirmCode
          text={t('email.confirmText')}
          onBack={() => setStep(0)}
          onRestart={() => setStep(0)}
          onDone={codes => {
            setCodes(codes)
            setStep(2)
          }}
        >
          <SendAgain send={() => call('POST', '/api/2fa/otp/')} />
        </ConfirmCode>
      )}
      {step < 2 && <LeaveForLater />}
      {step === 2 && <SaveCodes codes={codes} account={account} done={t('email.done')} />}
    </div>
  )
}
