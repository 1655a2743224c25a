import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ConfirmTicket } from '@/components/sign-in/confirm-ticket'
import { ResendActivation } from '@/components/sign-in/resend-activation'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('entry.activate'))('title') }
}

export default function ActivatePage() {
  return <ConfirmTicket of="activate" path="/api/auth/account/activate" next="/login" restart={<ResendActivation />} />
}
