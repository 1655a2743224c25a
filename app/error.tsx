'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Wordmark } from '@/components/brand'
import { Button, ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { RequestId } from '@/components/ui/request-id'

/** What a page shows in place of itself when it breaks. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useTranslations('common')
  const requestId = useSyncExternalStore(never, readRequestId, () => '')
  return (
    <main id="content" className="mx-auto grid w-full max-w-md gap-6 px-4 py-16">
      <Wordmark />
      <PageTitle lead={t('error.text')}>{t('error.title')}</PageTitle>
      {requestId && <RequestId id={requestId} />}
      <div className="flex flex-wrap gap-3">
        <Button onClick={reset}>{t('error.again')}</Button>
        <ButtonLink href="/" kind="secondary">
          {t('error.home')}
        </ButtonLink>
      </div>
    </main>
  )
}

const never = () => () => undefined

const readRequestId = () => document.querySelector<HTMLMetaElement>('meta[name="request-id"]')?.content ?? ''
