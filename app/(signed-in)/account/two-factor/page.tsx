import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { FactorSettings } from '@/components/factors/factor-settings'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { readFactorStatus } from '@/lib/core/factors'
import { listTrustedDevices } from '@/lib/core/trusted-devices'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('factors'))('title') }
}

export default async function TwoFactorPage() {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('factors')
  const [{ kind, confirmedAt, recoveryCodesLeft }, devices] = await Promise.all([
    readFactorStatus(userId),
    listTrustedDevices(userId),
  ])
  return (
    <Words areas={['account', 'factors', 'challenge', 'entry']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t(kind ? 'leadOn' : 'leadOff')}>{t('title')}</PageTitle>
        <FactorSettings kind={kind} confirmedAt={confirmedAt} codesLeft={recoveryCodesLeft} devices={devices} />
      </div>
    </Words>
  )
}
