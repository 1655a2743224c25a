import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SessionList } from '@/components/account/session-list'
import { PageTitle } from '@/components/ui/page-title'
import { listSessions } from '@/lib/core/sessions'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.sessions'))('title') }
}

export default async function SessionsPage() {
  const sessions = await listSessions(await requirePageViewer())
  const t = await getTranslations('account.sessions')
  return (
    <div className="grid max-w-[720px] gap-6">
      <PageTitle lead={t('text')}>{t('title')}</PageTitle>
      <SessionList sessions={sessions} />
    </div>
  )
}
