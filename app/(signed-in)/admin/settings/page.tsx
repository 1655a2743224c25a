import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Settings } from '@/components/admin/settings'
import { PageTitle } from '@/components/ui/page-title'
import { requirePageAdministrator } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.settings'))('title') }
}

export default async function SettingsPage() {
  await requirePageAdministrator()
  const t = await getTranslations('admin.settings')
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Settings />
    </>
  )
}
