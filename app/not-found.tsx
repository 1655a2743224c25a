import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NothingHere } from '@/components/nothing-here'
import { pageRequestId } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common.notFound')
  return { title: t('title') }
}

/** Every page is sent along with what would stand in its place, so that is kept short. */
export default async function NotFound() {
  return <NothingHere requestId={await pageRequestId()} />
}
