'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { callAnonymously } from '@/components/api'
import { Button, ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { SendAgain } from './send-again'

type Props = { email: string; isActive: boolean; hasMailbox: boolean; onRestart: () => void }

/** What to do once the account is asked for. */
export function Registered({ email, isActive, hasMailbox, onRestart }: Props) {
  const t = useTranslations('entry.registered')
  const [now] = useState(Date.now)
  if (isActive)
    return (
      <>
        <PageTitle lead={t('activeLead')}>{t('activeTitle')}</PageTitle>
        <ButtonLink href="/login" wide>
          {t('login')}
        </ButtonLink>
      </>
    )
  return (
    <>
      <PageTitle
        lead={t.rich('lead', { email: () => <strong className="break-all font-medium text-ink">{email}</strong> })}
      >
        {t('title')}
      </PageTitle>
      <p className="text-ink-soft">{t('spam')}</p>
      {hasMailbox && (
        <ButtonLink href="/dev/mailbox" wide>
          {t('mailbox')}
        </ButtonLink>
      )}
      <SendAgain
        restedSince={now}
        send={() => callAnonymously('POST', '/api/account/activation', { body: { email } })}
      />
      <Button kind="link" size="inline" className="justify-self-start" onClick={onRestart}>
        {t('restart')}
      </Button>
    </>
  )
}
