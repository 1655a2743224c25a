'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { callAnonymously } from '@/components/api'
import { ButtonLink } from '@/components/ui/button'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { PageTitle } from '@/components/ui/page-title'
import { keepIdentifier } from './identifier'
import { IdentifierField } from './identifier-field'
import { SendAgain } from './send-again'

/** Asks for the mail that leads to a new password; the page says the same whether the account exists or not. */
export function ForgotForm({ hasMailbox }: { hasMailbox: boolean }) {
  const t = useTranslations('entry.forgot')
  const [asked, setAsked] = useState<{ identifier: string; at: number }>()
  const ask = async (identifier: string) => {
    keepIdentifier(identifier)
    await callAnonymously('POST', '/api/auth/recovery/', { body: { username: identifier } })
    setAsked({ identifier, at: Date.now() })
  }
  const back = (
    <p>
      <Link href="/login" className="rounded-field underline underline-offset-4">
        {t('back')}
      </Link>
    </p>
  )
  if (asked)
    return (
      <>
        <PageTitle
          lead={t.rich('sentLead', {
            identifier: () => <strong className="break-all font-medium text-ink">{asked.identifier}</strong>,
          })}
        >
          {t('sent')}
        </PageTitle>
        {hasMailbox && (
          <ButtonLink href="/dev/mailbox" wide>
            {t('mailbox')}
          </ButtonLink>
        )}
        <SendAgain key={asked.at} restedSince={asked.at} send={() => ask(asked.identifier)} />
        {back}
      </>
    )
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Form
        send={({ identifier = '' }) => ask(identifier.trim())}
        check={({ identifier }) => (identifier?.trim() ? [] : [{ field: 'identifier', fault: 'missing' }])}
        places={{ invalid_input: 'identifier' }}
        className="grid gap-4"
      >
        <IdentifierField name="identifier" label={t('identifier')} autoComplete="username" required />
        <Submit wide>{t('submit')}</Submit>
      </Form>
      {back}
    </>
  )
}
