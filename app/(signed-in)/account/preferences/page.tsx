import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Preferences } from '@/components/preferences/preferences'
import { PageTitle } from '@/components/ui/page-title'
import { OfflineSettings } from '@/components/vault/offline/offline-settings'
import type { VaultPreferences } from '@/components/vault/preferences'
import { Words } from '@/components/words'
import { idleMinutes, type PreferenceName, valuesOf } from '@/lib/core/preferences'
import type { Value } from '@/lib/core/settings'
import { pagePreferences, requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('preferences'))('title') }
}

export default async function PreferencesPage() {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('preferences')
  const preferences = await pagePreferences(userId)
  const shown = (name: PreferenceName, value: Value) => (name === 'kickUserAfter' ? idleMinutes(preferences) : value)
  const kept = Object.fromEntries(
    preferences.map(({ key, value, locked }) => [key, { value: shown(key, value), locked }]),
  )
  return (
    <div className="grid max-w-[720px] gap-8">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Preferences kept={kept} zones={['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]} />
      <Words areas={['offline']}>
        <OfflineSettings accountId={userId} preferences={valuesOf(preferences) as VaultPreferences} />
      </Words>
    </div>
  )
}
