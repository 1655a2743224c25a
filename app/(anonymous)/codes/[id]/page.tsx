import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SharedCodes } from '@/components/code-link/shared-codes'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('codeLink'))('title'), robots: { index: false } }
}

export default async function CodesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const t = await getTranslations('codeLink')
  return (
    <Words areas={['codeLink']}>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <SharedCodes id={id} />
    </Words>
  )
}
