'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { callAnonymously } from '@/components/api'
import { plainCode } from '@/components/factors/code'
import { Refused } from '@/components/refused'
import { ButtonLink } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure'
import { Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { NewPasswordField, passwordFault } from '@/components/ui/new-password-field'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { KnownUsername } from './known-username'
import { forgetTicket, useTicket } from './ticket'
import { chosenTicket, TicketField, ticketFault } from './ticket-field'

type Values = Record<string, string>

/** Sets a new password with the ticket of a mail, and a code where the account has a second factor. */
export function ResetForm({ least }: { least: number }) {
  const t = useTranslations('entry.reset')
  const ticket = useTicket()
  const [factor, setFactor] = useState<string>()
  const [isDone, setDone] = useState(false)
  const send = async (values: Values) => {
    const ticket = chosenTicket(values)
    const body = { ticket, new_password: values.new_password, ...(values.code && { code: plainCode(values.code) }) }
    try {
      await callAnonymously('POST', '/api/auth/account/forgot', { body })
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'second_factor_required')) throw error
      const kind = error.details.methods?.[0] ?? 'totp'
      if (kind === 'email') await callAnonymously('POST', '/api/2fa/otp/', { body: { token: ticket } })
      setFactor(kind)
      return
    }
    forgetTicket()
    setDone(true)
  }
  if (isDone)
    return (
      <>
        <PageTitle>{t('done')}</PageTitle>
        <Notice kind="good">{t('doneText')}</Notice>
        <ButtonLink href="/login" wide>
          {t('login')}
        </ButtonLink>
      </>
    )
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Form
        send={send}
        check={values => [
          ...ticketFault(values),
          ...passwordFault('new_password', values.new_password, least),
          ...(factor && !values.code?.trim() ? [{ field: 'code', fault: 'missing' }] : []),
        ]}
        places={{ weak_password: 'new_password', invalid_code: 'code', code_already_used: 'code' }}
        className="grid gap-4"
        explain={failure => <ResetFailure failure={failure} />}
      >
        <KnownUsername />
        <TicketField ticket={ticket} />
        <NewPasswordField name="new_password" label={t('password')} least={least} required />
        {factor && (
          <>
            <Notice>{t(factor === 'email' ? 'factorByMail' : 'factor')}</Notice>
            <Field
              name="code"
              label={t('code')}
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={32}
              autoFocus
            />
          </>
        )}
        <Submit wide>{t('submit')}</Submit>
      </Form>
    </>
  )
}

function ResetFailure({ failure }: { failure: Refused }) {
  const t = useTranslations('entry.reset')
  if (failure.code !== 'invalid_ticket') return <FailureNotice failure={failure} />
  return (
    <Notice
      kind="danger"
      action={
        <Link href="/forgot" className="inline-block rounded-field py-1 underline underline-offset-4">
          {t('again')}
        </Link>
      }
    >
      {t('expired')}
    </Notice>
  )
}
