'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { isTicket, ticketOfLink } from './ticket'

/** Asks for the code of a mail where the link brought none. */
export function TicketField({ ticket }: { ticket: string | undefined }) {
  const t = useTranslations('entry.ticket')
  if (ticket === undefined || isTicket(ticket)) return null
  return (
    <Field
      name="ticket"
      label={t('label')}
      hint={t('hint')}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={64}
      className="font-mono"
    />
  )
}

export const chosenTicket = ({ ticket }: Record<string, string>) => (ticket ?? ticketOfLink()).trim().toLowerCase()

export const ticketFault = (values: Record<string, string>) => {
  if (isTicket(chosenTicket(values))) return []
  return [{ field: 'ticket', fault: chosenTicket(values) ? 'format' : 'missing' }]
}
