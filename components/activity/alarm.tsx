'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { PasswordForm } from '@/components/account/password-form'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'

type Outcome = { sessions_ended: number; tokens_revoked: number }

/** "This wasn't me": asks, closes the account to everybody else, and leads to a new password. */
export function Alarm(owner: ComponentProps<typeof PasswordForm>) {
  const { hasPassword } = owner
  const t = useTranslations('activity.alarm')
  const common = useTranslations('common')
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const [outcome, setOutcome] = useState<Outcome>()
  const raise = async () => {
    setBusy(true)
    setFailure(undefined)
    await call<Outcome>('POST', '/api/account/alarm')
      .then(setOutcome, error => setFailure(asRefused(error)))
      .finally(() => setBusy(false))
  }
  const close = () => {
    setAsking(false)
    setOutcome(undefined)
    router.refresh()
  }
  const told = outcome && t('done', { sessions: outcome.sessions_ended, tokens: outcome.tokens_revoked })
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-box border border-line bg-surface p-4">
        <p>{t('offer')}</p>
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t('button')}
        </Button>
      </div>
      <Dialog
        open={isAsking}
        onOpenChange={close}
        title={outcome ? t(hasPassword ? 'doneTitle' : 'doneTitleIntra') : t('title')}
        description={told ? `${told} ${t(hasPassword ? 'next' : 'nextIntra')}` : t('text')}
      >
        {failure && <FailureNotice failure={failure} />}
        {outcome ? (
          <>
            {hasPassword && <PasswordForm {...owner} />}
            <DialogActions>
              <Button kind="quiet" onClick={close}>
                {common('done')}
              </Button>
            </DialogActions>
          </>
        ) : (
          <DialogActions>
            <Button kind="secondary" onClick={close}>
              {t('keep')}
            </Button>
            <Button kind="danger-confirmed" busy={isBusy} onClick={() => void raise()}>
              {t('confirm')}
            </Button>
          </DialogActions>
        )}
      </Dialog>
    </>
  )
}
