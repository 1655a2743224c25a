import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Connection } from '@/components/intra/connection'
import { PageTitle } from '@/components/ui/page-title'
import { Section } from '@/components/ui/section'
import { Words } from '@/components/words'
import { readConnections } from '@/lib/core/intra'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intra.connection'))('title') }
}

export default async function ConnectionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('intra.connection')
  const [connections, { linked }] = await Promise.all([readConnections(userId), searchParams])
  return (
    <Words areas={['account', 'intra']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
        <div>
          <Section title={t('intra')} description={t('intraText')}>
            <Connection {...connections} wasJustLinked={linked !== undefined} />
          </Section>
        </div>
      </div>
    </Words>
  )
}
