import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { EntryPage } from '@/components/vault/entry-page'
import { Words } from '@/components/words'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('vault'))('entry.title') }
}

export default async function VaultEntryPage({ params }: { params: Promise<{ id: string }> }) {
  await requirePageViewer()
  const { id } = await params
  if (!/^\d{1,9}$/.test(id)) notFound()
  return (
    <Words areas={['account', 'vault', 'codeLink']}>
      <EntryPage id={Number(id)} />
    </Words>
  )
}
