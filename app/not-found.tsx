import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Wordmark } from '@/components/brand'
import { ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { RequestId } from '@/components/ui/request-id'
import { pageRequestId } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common.notFound')
  return { title: t('title') }
}

export default async function NotFound() {
  const t = await getTranslations('common.notFound')
  const requestId = await pageRequestId()
  return (
    <main id="content" className="mx-auto grid w-full max-w-md gap-6 px-4 py-16">
      <Wordmark />
      <PageTitle lead={t('text')}>{t('title')}</PageTitle>
      {requestId && <RequestId id={requestId} />}
      <ButtonLink href="/" className="justify-self-start">
        {t('home')}
      </ButtonLink>
    </main>
  )
}
