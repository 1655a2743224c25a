import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Wordmark } from '@/components/brand'
import { KeptMailItem } from '@/components/mailbox/kept-mail-item'
import { LookAgain } from '@/components/mailbox/look-again'
import { PageFooter } from '@/components/page-footer'
import { Empty } from '@/components/ui/empty'
import { PageTitle } from '@/components/ui/page-title'
import { isMailboxOpen, readOutbox } from '@/lib/core/outbox'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mailbox'))('title') }
}

/** What Latchkey would have mailed, on a machine without a mail server. */
export default async function MailboxPage() {
  if (!isMailboxOpen()) notFound()
  const t = await getTranslations('mailbox')
  const mails = await readOutbox()
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[720px] grid-rows-[auto_1fr_auto] px-4">
      <header className="pt-8 sm:pt-16">
        <Wordmark />
      </header>
      <main id="content" className="grid content-start gap-6 py-8">
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
        <LookAgain />
        {mails.length ? (
          <ol className="grid gap-4">
            {mails.map(mail => (
              <KeptMailItem key={mail.id} mail={mail} />
            ))}
          </ol>
        ) : (
          <Empty>{t('empty')}</Empty>
        )}
      </main>
      <PageFooter />
    </div>
  )
}
