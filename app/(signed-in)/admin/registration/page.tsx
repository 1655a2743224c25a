import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RegistrationForm } from '@/components/admin/registration-form'
import { PageTitle } from '@/components/ui/page-title'
import { requirePageAdministrator } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.registration'))('title') }
}

export default async function RegistrationPage() {
  await requirePageAdministrator()
  const t = await getTranslations('admin.registration')
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <RegistrationForm />
    </>
  )
}
