import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { shownGroup, type VaultPreferences } from '@/components/vault/preferences'
import { Vault } from '@/components/vault/vault'
import { Words } from '@/components/words'
import { valuesOf } from '@/lib/core/preferences'
import { glimpse } from '@/lib/core/vault/entries'
import { pagePreferences, requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('vault'))('title') }
}

/** As many rows as a large screen shows. */
const FIRST = 12

export default async function VaultPage() {
  const { userId } = await requirePageViewer()
  const preferences = valuesOf(await pagePreferences(userId)) as VaultPreferences
  const first = await glimpse(userId, { groupId: shownGroup(preferences), most: FIRST })
  return (
    <Words areas={['account', 'vault', 'offline', 'transfer']}>
      <Vault preferences={preferences} accountId={userId} first={first} />
    </Words>
  )
}
