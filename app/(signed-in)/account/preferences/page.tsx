import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Preferences } from '@/components/preferences/preferences'
import { PageTitle } from '@/components/ui/page-title'
import { listPreferences } from '@/lib/core/preferences'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('preferences'))('title') }
}

export default async function PreferencesPage() {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('preferences')
  const kept = Object.fromEntries(
    (await listPreferences(userId)).map(({ key, value, locked }) => [key, { value, locked }]),
  )
  return (
    <div className="grid max-w-[720px] gap-8">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Preferences kept={kept} zones={['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]} />
    </div>
  )
}
