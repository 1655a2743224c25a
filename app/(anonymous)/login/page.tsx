import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ContinueWithIntra } from '@/components/intra/continue-with-intra'
import { LoginForm } from '@/components/sign-in/login-form'
import { safeNext } from '@/components/sign-in/next-page'
import { PageTitle } from '@/components/ui/page-title'
import { isIntraConfigured } from '@/lib/core/intra'
import { pageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.login'))('title') }
}

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const next = safeNext((await searchParams).next)
  if (await pageViewer()) redirect(next)
  const t = await getTranslations('signIn.login')
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {isIntraConfigured() && <ContinueWithIntra next={next} />}
      <LoginForm next={next} />
    </>
  )
}
