'use client'

import { GraduationCap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import type { Refused } from '@/components/refused'
import { Button, ButtonLink } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import { VisitButton } from './visit-button'

type Props = { isConfigured: boolean; linkedAt: Date | null; login: string | null; wasJustLinked: boolean }

/** The link to 42: since when, and how to make or undo it. */
export function Connection({ isConfigured, linkedAt, login, wasJustLinked }: Props) {
  const t = useTranslations('intra.connection')
  const [wasUnlinked, setUnlinked] = useState(false)
  if (!linkedAt)
    return (
      <>
        {wasUnlinked && <Notice kind="good">{t('unlinked')}</Notice>}
        <p className="text-ink-soft">{t(isConfigured ? 'none' : 'notConfigured')}</p>
        {isConfigured && (
          <div className="grid justify-items-start gap-4">
            <VisitButton purpose="link">
              <GraduationCap aria-hidden />
              {t('link')}
            </VisitButton>
          </div>
        )}
      </>
    )
  return (
    <>
      {wasJustLinked && <Notice kind="good">{t('justLinked')}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div className="grid min-w-0 gap-0.5">
          <p className="break-words font-medium">{login ?? t('account')}</p>
          <p className="text-ink-soft text-sm">{t.rich('since', { when: () => <Time at={linkedAt} /> })}</p>
        </div>
        {isConfigured && <Unlink onDone={() => setUnlinked(true)} />}
      </div>
    </>
  )
}

function Unlink({ onDone }: { onDone: () => void }) {
  const t = useTranslations('intra.connection')
  const call = useStepUp()
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const unlink = async () => {
    setAsking(false)
    setBusy(true)
    setFailure(undefined)
    try {
      await call('DELETE', '/api/oauth2/intra/link/')
      onDone()
      router.refresh()
    } catch (error) {
      const refused = asRefused(error)
      if (refused.code !== 'reauthentication_required') setFailure(refused)
    }
    setBusy(false)
  }
  return (
    <>
      <Button kind="danger" busy={isBusy} onClick={() => setAsking(true)}>
        {t('unlink')}
      </Button>
      {failure && (
        <div className="grid basis-full gap-3">
          <FailureNotice failure={failure} />
          {failure.code === 'last_sign_in_method' && (
            <ButtonLink href="/account#password" className="justify-self-start">
              {t('setPassword')}
            </ButtonLink>
          )}
        </div>
      )}
      <Dialog open={isAsking} onOpenChange={setAsking} title={t('ask')} description={t('askText')}>
        <DialogActions>
          <Button kind="secondary" onClick={() => setAsking(false)}>
            {t('keep')}
          </Button>
          <Button kind="danger-confirmed" onClick={() => void unlink()}>
            {t('unlink')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
