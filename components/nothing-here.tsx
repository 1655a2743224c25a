'use client'

import { useTranslations } from 'next-intl'
import { ButtonLink } from './ui/button'
import { MessagePage } from './ui/message-page'

/** Where no page is. */
export function NothingHere({ requestId }: { requestId: string | undefined }) {
  const t = useTranslations('common.notFound')
  return (
    <MessagePage title={t('title')} text={t('text')} requestId={requestId}>
      <ButtonLink href="/">{t('home')}</ButtonLink>
    </MessagePage>
  )
}
