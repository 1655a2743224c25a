import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ContinueWithIntra } from '@/components/intra/continue-with-intra'
import { FIRST_PAGE } from '@/components/sign-in/next-page'
import { RegisterForm } from '@/components/sign-in/register-form'
import { ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { isIntraConfigured } from '@/lib/core/intra'
import { isMailboxOpen } from '@/lib/core/outbox'
import { passwordBounds } from '@/lib/core/passwords'
import { readRegistrationTerms } from '@/lib/core/registration'
import { pageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('entry.register'))('title') }
}

export default async function RegisterPage() {
  if (await pageViewer()) redirect('/account')
  const { isOpen, isActiveAtOnce } = await readRegistrationTerms()
  if (isOpen)
    return (
      <RegisterForm
        least={passwordBounds().least}
        isActive={isActiveAtOnce}
        hasMailbox={isMailboxOpen()}
        above={isIntraConfigured() && <ContinueWithIntra next={FIRST_PAGE} />}
      />
    )
  const t = await getTranslations('entry.register')
  return (
    <>
      <PageTitle lead={t('closedLead')}>{t('closed')}</PageTitle>
      <ButtonLink href="/login">{t('login')}</ButtonLink>
    </>
  )
}
