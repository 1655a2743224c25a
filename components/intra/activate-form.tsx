'use client'

import { useTranslations } from 'next-intl'
import { callAnonymously } from '@/components/api'
import { goOn } from '@/components/sign-in/challenge'
import { FIRST_PAGE } from '@/components/sign-in/next-page'
import { forgetTicket, useTicket } from '@/components/sign-in/ticket'
import { chosenTicket, TicketField, ticketFault } from '@/components/sign-in/ticket-field'
import { FailureNotice } from '@/components/ui/failure'
import { Form, Submit } from '@/components/ui/form'
import { PageTitle } from '@/components/ui/page-title'
import { VisitButton } from './visit-button'

type Answer = { access_token: string } | { challenge: { ticket: string; factor: 'totp' | 'email' } }

/** Finishes an account that was begun at 42: one press spends the mail's ticket, in the browser that came from 42. */
export function ActivateForm() {
  const t = useTranslations('intra.activate')
  const ticket = useTicket()
  const send = async (values: Record<string, string>) => {
    const body = { ticket: chosenTicket(values) }
    const answer = await callAnonymously<Answer>('POST', '/api/account/intra/activation', { body })
    forgetTicket()
    await goOn('challenge' in answer ? asSignedIn(answer.challenge) : answer, FIRST_PAGE)
  }
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
            {failure.code === 'intra_proof_required' && (
              <VisitButton purpose="login" next={`/intra/activate${location.hash}`} kind="secondary" wide>
                {t('prove')}
              </VisitButton>
            )}
            {failure.code === 'invalid_ticket' && (
              <VisitButton purpose="login" kind="secondary" wide>
                {t('restart')}
              </VisitButton>
            )}
          </>
        )}
      >
        <TicketField ticket={ticket} />
        <Submit wide>{t('submit')}</Submit>
      </Form>
    </>
  )
}

const asSignedIn = ({ ticket, factor }: { ticket: string; factor: 'totp' | 'email' }) =>
  ({ token: ticket, type: factor === 'totp' ? 'SW' : 'EM' }) as const
