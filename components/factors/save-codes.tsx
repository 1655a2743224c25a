'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { OtherSessions } from './other-sessions'
import { RecoveryCodes } from './recovery-codes'

/** The last step of a set-up: the codes are saved, and what else may be wise. */
export function SaveCodes({ codes, account, done }: { codes: string[]; account: string; done: string }) {
  const t = useTranslations('factors.setUp')
  const [isSaved, setSaved] = useState(false)
  if (!isSaved) return <RecoveryCodes codes={codes} account={account} onSaved={() => setSaved(true)} />
  return (
    <div className="grid justify-items-start gap-6">
      <Notice kind="good">{done}</Notice>
      <OtherSessions />
      <ButtonLink href="/account/two-factor">{t('finish')}</ButtonLink>
    </div>
  )
}
