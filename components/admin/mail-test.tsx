'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'

type Report = { to: string; server: string | null; delivered: boolean; answer: string }

/** Sends a mail to whoever presses the button, and shows what the mail server said to it. */
export function MailTest() {
  const t = useTranslations('admin.mail')
  const call = useStepUp()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const [report, setReport] = useState<Report>()
  const send = async () => {
    setBusy(true)
    setFailure(undefined)
    setReport(undefined)
    await call<Report>('POST', '/api/admin/mail-test')
      .then(setReport, error => setFailure(asRefused(error)))
      .finally(() => setBusy(false))
  }
  return (
    <div className="grid gap-6">
      <Button busy={isBusy} onClick={() => void send()} className="justify-self-start">
        {t('send')}
      </Button>
      {failure && <FailureNotice failure={failure} />}
      {report && <Outcome {...report} />}
    </div>
  )
}

function Outcome({ to, server, delivered, answer }: Report) {
  const t = useTranslations('admin.mail')
  const said = delivered ? t(server ? 'delivered' : 'kept', { to }) : t('refused')
  return (
    <>
      <Notice kind={delivered ? (server ? 'good' : 'info') : 'danger'}>{said}</Notice>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        {server && (
          <>
            <dt className="text-ink-soft">{t('server')}</dt>
            <dd className="break-all font-mono text-sm">{server}</dd>
          </>
        )}
        <dt className="text-ink-soft">{t(server ? 'answer' : 'file')}</dt>
        <dd className="break-all font-mono text-sm">{answer}</dd>
      </dl>
    </>
  )
}
