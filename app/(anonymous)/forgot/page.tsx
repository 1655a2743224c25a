import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ForgotForm } from '@/components/sign-in/forgot-form'
import { isMailboxOpen } from '@/lib/core/outbox'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('entry.forgot'))('title') }
}

export default function ForgotPage() {
  return <ForgotForm hasMailbox={isMailboxOpen()} />
}
