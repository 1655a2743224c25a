import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ActivateForm } from '@/components/intra/activate-form'
import { Words } from '@/components/words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intra.activate'))('title') }
}

export default function ActivateIntraPage() {
  return (
    <Words areas={['intra', 'entry']}>
      <ActivateForm />
    </Words>
  )
}
