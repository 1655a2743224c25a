'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { callAnonymously } from '@/components/api'
import { ButtonLink } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { forgetTicket, useTicket } from './ticket'
import { chosenTicket, TicketField, ticketFault } from './ticket-field'

type Props = {
  of: 'activate' | 'confirmEmail'
  /** What takes the ticket. */
  path: string
  /** Where it leads. */
  next: string
  /** What helps when the ticket is no longer good. */
  restart?: ReactNode
}

/** One press spends the ticket of a mail: a scanner that follows links must not. */
export function ConfirmTicket({ of, path, next, restart }: Props) {
  const t = useTranslations(`entry.${of}`)
  const ticket = useTicket()
  const [isDone, setDone] = useState(false)
  const send = async (values: Record<string, string>) => {
    await callAnonymously('POST', path, { body: { ticket: chosenTicket(values) } })
    forgetTicket()
    setDone(true)
  }
  if (isDone)
    return (
      <>
        <PageTitle>{t('done')}</PageTitle>
        <Notice kind="good">{t('doneText')}</Notice>
        <ButtonLink href={next} wide>
          {t('next')}
        </ButtonLink>
      </>
    )
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Form
        send={send}
        check={ticketFault}
        className="grid gap-4"
        explain={failure => (
          <>
            <FailureNotice failure={failure} />
            {failure.code === 'invalid_ticket' && <p className="text-ink-soft">{t('expired')}</p>}
          </>
        )}
      >
        <TicketField ticket={ticket} />
        <Submit wide>{t('submit')}</Submit>
      </Form>
      {restart}
    </>
  )
}
