'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { CODE_PLACES, plainCode, recoveryFault } from './code'
import { RecoveryCodeField } from './code-field'
import { RecoveryCodes } from './recovery-codes'

/** The recovery codes of an account: how many are left, new ones, and whether the saved ones are the right ones. */
export function CodeSet({ left, low, account }: { left: number; low: number; account: string }) {
  const t = useTranslations('factors.set')
  const router = useRouter()
  const [codes, setCodes] = useState<string[]>()
  const [isRenewed, setRenewed] = useState(false)
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        account={account}
        onSaved={() => {
          setCodes(undefined)
          setRenewed(true)
          router.refresh()
        }}
      />
    )
  return (
    <div>
      <Section title={t('leftTitle')} description={t('leftText')}>
        {isRenewed && <Notice kind="good">{t('renewed')}</Notice>}
        {left > low ? <p>{t('left', { left })}</p> : <Notice kind="warn">{t('left', { left })}</Notice>}
        <Renew left={left} onRenewed={setCodes} />
      </Section>
      {left > 0 && (
        <Section title={t('rehearse.title')} description={t('rehearse.text')}>
          <Rehearse />
        </Section>
      )}
    </div>
  )
}

function Renew({ left, onRenewed }: { left: number; onRenewed: (codes: string[]) => void }) {
  const t = useTranslations('factors.set')
  const callProven = useStepUp()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const renew = async () => {
    setAsking(false)
    setBusy(true)
    setFailure(undefined)
    await callProven<{ codes: string[] }>('POST', '/api/account/recovery-codes').then(
      ({ codes }) => onRenewed(codes),
      error => {
        const refused = asRefused(error)
        if (refused.code !== 'reauthentication_required') setFailure(refused)
      },
    )
    setBusy(false)
  }
  return (
    <>
      <Button kind="secondary" busy={isBusy} className="justify-self-start" onClick={() => setAsking(true)}>
        {t('renew')}
      </Button>
      {failure && <FailureNotice failure={failure} />}
      <Dialog open={isAsking} onOpenChange={setAsking} title={t('ask.title')} description={t('ask.text', { left })}>
        <DialogActions>
          <Button kind="secondary" onClick={() => setAsking(false)}>
            {t('ask.keep')}
          </Button>
          <Button kind="danger-confirmed" onClick={() => void renew()}>
            {t('ask.confirm')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

function Rehearse() {
  const t = useTranslations('factors.set.rehearse')
  const [passed, setPassed] = useState(0)
  const send = async ({ code }: Record<string, string>) => {
    setPassed(0)
    await call('POST', '/api/account/recovery-codes/rehearsal', { body: { code: plainCode(code) } })
    setPassed(passed + 1)
  }
  return (
    <>
      <Form send={send} check={recoveryFault} places={CODE_PLACES} className="grid max-w-md gap-4">
        <RecoveryCodeField label={t('code')} />
        <Submit kind="secondary" className="justify-self-start">
          {t('submit')}
        </Submit>
      </Form>
      {passed > 0 && <Notice kind="good">{t('passed')}</Notice>}
    </>
  )
}
