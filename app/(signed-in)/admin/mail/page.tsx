import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { MailTest } from '@/components/admin/mail-test'
import { PageTitle } from '@/components/ui/page-title'
import { readProfile } from '@/lib/core/accounts'
import { requirePageAdministrator } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.mail'))('title') }
}

export default async function MailPage() {
  const { userId } = await requirePageAdministrator()
  const t = await getTranslations('admin.mail')
  const { email } = await readProfile(userId)
  return (
    <>
      <PageTitle lead={t('lead', { to: email })}>{t('title')}</PageTitle>
      <MailTest />
    </>
  )
}
