import { KeyRound, LogIn, ShieldCheck } from 'lucide-react'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Wordmark } from '@/components/brand'
import { PageFooter } from '@/components/page-footer'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { pageViewer } from '@/lib/http/page'

export default async function StartPage({ searchParams }: { searchParams: Promise<{ removed?: string }> }) {
  if (await pageViewer()) redirect('/account')
  const t = await getTranslations('start')
  const common = await getTranslations('common')
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[720px] grid-rows-[auto_1fr_auto] px-4">
      <header className="pt-8 sm:pt-16">
        <Wordmark />
      </header>
      <main id="content" className="grid content-center gap-8 py-12">
        {(await searchParams).removed !== undefined && <Notice kind="good">{t('removed')}</Notice>}
        <PageTitle lead={common('tagline')}>{t('title')}</PageTitle>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/register">{t('register')}</ButtonLink>
          <ButtonLink href="/login" kind="secondary">
            {t('login')}
          </ButtonLink>
        </div>
        <ul className="mt-4 grid gap-6 border-line border-t pt-8 sm:grid-cols-3">
          {POINTS.map(({ name, icon: Icon }) => (
            <li key={name} className="grid content-start gap-1.5">
              <Icon aria-hidden className="mb-1 size-5 text-brass" />
              <h2 className="font-semibold">{t(`points.${name}.title`)}</h2>
              <p className="text-ink-soft text-sm">{t(`points.${name}.text`)}</p>
            </li>
          ))}
        </ul>
      </main>
      <PageFooter />
    </div>
  )
}

const POINTS = [
  { name: 'signIn', icon: LogIn },
  { name: 'factor', icon: ShieldCheck },
  { name: 'vault', icon: KeyRound },
] as const
