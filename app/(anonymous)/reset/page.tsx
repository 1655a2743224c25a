import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ResetForm } from '@/components/sign-in/reset-form'
import { passwordBounds } from '@/lib/core/passwords'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('entry.reset'))('title') }
}

export default function ResetPage() {
  return <ResetForm least={passwordBounds().least} />
}
