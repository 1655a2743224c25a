import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SetUpApp } from '@/components/factors/set-up-app'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { readProfile } from '@/lib/core/accounts'
import { readFactorStatus } from '@/lib/core/factors'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('factors.setUp.app'))('title') }
}

export default async function SetUpAppPage() {
  const { userId } = await requirePageViewer()
  const [{ kind }, { email }] = await Promise.all([readFactorStatus(userId), readProfile(userId)])
  if (kind) redirect('/account/two-factor')
  const t = await getTranslations('factors.setUp')
  return (
    <Words areas={['account', 'factors', 'challenge', 'entry']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('app.title')}</PageTitle>
        <SetUpApp account={email} />
      </div>
    </Words>
  )
}
