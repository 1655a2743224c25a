'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'
import { MadeAt } from './made-at'
import type { OpenCopy } from './use-copy'

/** Of when the codes are, whether the server is there, and what becomes of the changes. */
export function Banner({ open }: { open: OpenCopy }) {
  const t = useTranslations('offline')
  const common = useTranslations('common')
  const { at, changes, isReachable, isSending, saved, obstacle, failure, send } = open
  const count = changes.length
  if (!isReachable)
    return (
      <Notice kind="warn">
        <p>{t.rich('away.copy', { when: () => <MadeAt at={at} /> })}</p>
        <p>{t('away.can')}</p>
      </Notice>
    )
  if (failure)
    return (
      <div className="grid gap-3">
        <FailureNotice failure={failure} />
        <Button kind="secondary" className="justify-self-start" onClick={() => void send()}>
          {common('retry')}
        </Button>
      </div>
    )
  if (isSending) return <Notice>{t('back.saving', { count })}</Notice>
  if (count && obstacle)
    return (
      <Notice kind="warn" action={<Away to="/login?next=/vault/offline">{t('back.signIn')}</Away>}>
        {t(obstacle === 'signed out' ? 'back.signedOut' : 'back.somebodyElse', { count })}
      </Notice>
    )
  return (
    <Notice kind="good" action={<Away to="/vault">{t('toVault')}</Away>}>
      {saved ? t('back.saved', { count: saved }) : t.rich('back.there', { when: () => <MadeAt at={at} /> })}
    </Notice>
  )
}

/** Loads another page from the server: this one may be of an earlier version. */
function Away({ to, children }: { to: string; children: string }) {
  return (
    <Button kind="secondary" size="small" onClick={() => location.assign(to)}>
      {children}
    </Button>
  )
}
