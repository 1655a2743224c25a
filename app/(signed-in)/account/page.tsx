import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageTitle } from '@/components/ui/page-title'
import { readProfile } from '@/lib/core/accounts'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function AccountPage() {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('account')
  const { email } = await readProfile(userId)
  return <PageTitle lead={email}>{t('title')}</PageTitle>
}
