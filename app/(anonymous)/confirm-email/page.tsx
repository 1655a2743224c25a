import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ConfirmTicket } from '@/components/sign-in/confirm-ticket'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('entry.confirmEmail'))('title') }
}

export default function ConfirmEmailPage() {
  return <ConfirmTicket of="confirmEmail" path="/api/account/email/confirm" next="/account" />
}
