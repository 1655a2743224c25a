import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { TwoFactorForm } from '@/components/sign-in/two-factor-form'
import { Words } from '@/components/words'
import { TRUST_DAYS } from '@/lib/core/trusted-devices'
import { pageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('challenge.twoFactor'))('title') }
}

export default async function TwoFactorPage() {
  if (await pageViewer()) redirect('/account')
  return (
    <Words areas={['challenge', 'entry']}>
      <TwoFactorForm trustDays={TRUST_DAYS} />
    </Words>
  )
}
