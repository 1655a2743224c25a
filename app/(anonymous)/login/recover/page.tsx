import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { RecoverForm } from '@/components/sign-in/recover-form'
import { Words } from '@/components/words'
import { pageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('challenge.recover'))('title') }
}

export default async function RecoverPage() {
  if (await pageViewer()) redirect('/account')
  return (
    <Words areas={['challenge']}>
      <RecoverForm />
    </Words>
  )
}
