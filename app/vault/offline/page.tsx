import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Mark } from '@/components/brand'
import { OfflineVault } from '@/components/vault/offline/offline-vault'
import { Words } from '@/components/words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('offline'))('title') }
}

/** The copy of a vault on this device: the same for everybody, and kept by the service worker as it is. */
export default async function OfflinePage() {
  const t = await getTranslations('common')
  return (
    <Words areas={['vault', 'offline']}>
      <div className="mx-auto grid min-h-dvh w-full max-w-[1200px] grid-rows-[auto_1fr] px-4 md:px-8">
        <header className="flex min-h-11 items-center gap-2.5 pt-3 font-semibold tracking-tight md:pt-12">
          <Mark />
          {t('product')}
        </header>
        <main id="content" className="min-w-0 py-8">
          <OfflineVault />
        </main>
      </div>
    </Words>
  )
}
