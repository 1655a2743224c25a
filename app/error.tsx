'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { MessagePage } from '@/components/ui/message-page'

/** What a page shows in place of itself when it breaks. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useTranslations('common.error')
  const requestId = useSyncExternalStore(never, readRequestId, () => undefined)
  return (
    <MessagePage title={t('title')} text={t('text')} requestId={requestId}>
      <Button onClick={reset}>{t('again')}</Button>
      <ButtonLink href="/" kind="secondary">
        {t('home')}
      </ButtonLink>
    </MessagePage>
  )
}

const never = () => () => undefined

const readRequestId = () => document.querySelector<HTMLMetaElement>('meta[name="request-id"]')?.content
