import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StepUp } from '@/components/account/step-up'
import { type Errand, Landing } from '@/components/intra/landing'
import { Words } from '@/components/words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intra'))('title') }
}

/** Where 42 sends people back to. */
export default async function IntraPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const { type, error } = await searchParams
  if (!isErrand(type)) notFound()
  return (
    <Words areas={['intra', 'account', 'entry']}>
      <StepUp>
        <Landing errand={type} error={typeof error === 'string' ? error : undefined} />
      </StepUp>
    </Words>
  )
}

const isErrand = (type: unknown): type is Errand => type === 'login' || type === 'link' || type === 'join'
