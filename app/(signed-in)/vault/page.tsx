import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { VaultPreferences } from '@/components/vault/preferences'
import { Vault } from '@/components/vault/vault'
import { Words } from '@/components/words'
import { valuesOf } from '@/lib/core/preferences'
import { pagePreferences, requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('vault'))('title') }
}

export default async function VaultPage() {
  const { userId } = await requirePageViewer()
  const preferences = valuesOf(await pagePreferences(userId))
  return (
    <Words areas={['account', 'vault', 'offline', 'transfer']}>
      <Vault preferences={preferences as VaultPreferences} accountId={userId} />
    </Words>
  )
}
