import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SetUpEmail } from '@/components/factors/set-up-email'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { readProfile } from '@/lib/core/accounts'
import { readFactorStatus } from '@/lib/core/factors'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('factors.setUp.email'))('title') }
}

export default async function SetUpEmailPage() {
  const { userId } = await requirePageViewer()
  const [{ kind }, { email }] = await Promise.all([readFactorStatus(userId), readProfile(userId)])
  if (kind) redirect('/account/two-factor')
  const t = await getTranslations('factors.setUp')
  return (
    <Words areas={['account', 'factors', 'challenge', 'entry']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('email.title')}</PageTitle>
        <SetUpEmail account={email} />
      </div>
    </Words>
  )
}
