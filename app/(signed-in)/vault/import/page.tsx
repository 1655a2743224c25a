import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ImportPage } from '@/components/vault/import/import-page'
import type { VaultPreferences } from '@/components/vault/preferences'
import { Words } from '@/components/words'
import { valuesOf } from '@/lib/core/preferences'
import { pagePreferences, requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('transfer'))('import.title') }
}

export default async function VaultImportPage() {
  const { userId } = await requirePageViewer()
  const preferences = valuesOf(await pagePreferences(userId))
  return (
    <Words areas={['account', 'vault', 'transfer']}>
      <ImportPage preferences={preferences as VaultPreferences} />
    </Words>
  )
}
