'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { callAnonymously } from '@/components/api'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { keepIdentifier } from './identifier'
import { emailFault, IdentifierField } from './identifier-field'

/** For a mail that did not come, or whose link ran out. */
export function ResendActivation() {
  const t = useTranslations('entry.resend')
  const [wasSent, setSent] = useState(false)
  const send = async ({ email = '' }: Record<string, string>) => {
    keepIdentifier(email.trim())
    await callAnonymously('POST', '/api/account/activation', { body: { email: email.trim() } })
    setSent(true)
  }
  return (
    <details className="group border-line border-t pt-4">
      <summary className="flex min-h-11 items-center rounded-field underline underline-offset-4">{t('title')}</summary>
      <Form send={send} check={({ email }) => emailFault('email', email)} className="grid gap-4 pt-2">
        <IdentifierField name="email" label={t('email')} onlyEmail />
        <Submit kind="secondary">{t('submit')}</Submit>
        {wasSent && <Notice kind="good">{t('sent')}</Notice>}
      </Form>
    </details>
  )
}
