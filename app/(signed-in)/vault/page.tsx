import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { USUAL_PREFERENCES } from '@/components/vault/preferences'
import { Vault } from '@/components/vault/vault'
import { Words } from '@/components/words'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('vault'))('title') }
}

export default async function VaultPage() {
  await requirePageViewer()
  return (
    <Words areas={['account', 'vault']}>
      <Vault preferences={USUAL_PREFERENCES} />
    </Words>
  )
}
