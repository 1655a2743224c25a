import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CodeSet } from '@/components/factors/code-set'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { readProfile } from '@/lib/core/accounts'
import { readFactorStatus } from '@/lib/core/factors'
import { LOW_ON_CODES } from '@/lib/core/recovery-codes'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('factors.set'))('title') }
}

export default async function RecoveryCodesPage() {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('factors.set')
  const [{ kind, recoveryCodesLeft }, { email }] = await Promise.all([readFactorStatus(userId), readProfile(userId)])
  return (
    <Words areas={['account', 'factors']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
        {kind ? (
          <CodeSet left={recoveryCodesLeft} low={LOW_ON_CODES} account={email} />
        ) : (
          <Empty action={<ButtonLink href="/account/two-factor">{t('turnOn')}</ButtonLink>}>{t('off')}</Empty>
        )}
      </div>
    </Words>
  )
}
