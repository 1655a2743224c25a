import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Wordmark } from '@/components/brand'
import { PageFooter } from '@/components/page-footer'
import { ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { pageViewer } from '@/lib/http/page'

export default async function StartPage() {
  if (await pageViewer()) redirect('/account')
  const t = await getTranslations('start')
  const common = await getTranslations('common')
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[720px] grid-rows-[auto_1fr_auto] px-4">
      <header className="pt-8 sm:pt-16">
        <Wordmark />
      </header>
      <main id="content" className="grid content-center gap-8 py-12">
        <PageTitle lead={common('tagline')}>{t('title')}</PageTitle>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/register">{t('register')}</ButtonLink>
          <ButtonLink href="/login" kind="secondary">
            {t('login')}
          </ButtonLink>
        </div>
      </main>
      <PageFooter />
    </div>
  )
}
