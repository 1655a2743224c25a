import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Health } from '@/components/admin/health'
import { PageTitle } from '@/components/ui/page-title'
import { requirePageAdministrator } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.health'))('title') }
}

export default async function HealthPage() {
  await requirePageAdministrator()
  const t = await getTranslations('admin.health')
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Health />
    </>
  )
}
