'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { callAnonymously } from '@/components/api'
import { UsernameField } from '@/components/sign-in/account-fields'
import { emailFault, IdentifierField } from '@/components/sign-in/identifier-field'
import { SendAgain } from '@/components/sign-in/send-again'
import { Button, ButtonLink } from '@/components/ui/button'
import { Form, Submit } from '@/components/ui/form'
import { PageTitle } from '@/components/ui/page-title'
import { JOIN_PAGE } from './visit'
import { VisitButton } from './visit-button'

export type Proposal = { login: string | null; username: string | null; email: string | null; asks_mailbox: boolean }

type Asked = { email: string; username?: string }

const register = (body: Asked) => callAnonymously('POST', '/api/account/intra/registration', { body })

/** Somebody from 42 whom nobody here knows: makes an account, or signs in to the one they have and links it. */
export function Newcomer({ proposal }: { proposal: Proposal }) {
  const t = useTranslations('intra.newcomer')
  const [step, setStep] = useState<'choose' | 'create'>('choose')
  const [asked, setAsked] = useState<Asked>()
  if (asked) return <Asked asked={asked} asksMailbox={proposal.asks_mailbox} />
  if (step === 'create') return <Create proposal={proposal} onAsked={setAsked} onBack={() => setStep('choose')} />
  return (
    <>
      <PageTitle lead={t('lead', { login: proposal.login ?? '42' })}>{t('title')}</PageTitle>
      <Button wide onClick={() => setStep('create')}>
        {t('create')}
      </Button>
      <ButtonLink href={`/login?next=${encodeURIComponent(JOIN_PAGE)}`} kind="secondary" wide>
        {t('join')}
      </ButtonLink>
      <p className="text-ink-soft text-sm">{t('joinText')}</p>
    </>
  )
}

type CreateProps = { proposal: Proposal; onAsked: (asked: Asked) => void; onBack: () => void }

function Create({ proposal: { username, email, asks_mailbox }, onAsked, onBack }: CreateProps) {
  const t = useTranslations('intra.newcomer')
  const send = async (values: Record<string, string>) => {
    const name = values.username?.trim()
    const asked = { email: (values.email ?? '').trim(), ...(name && { username: name }) }
    await register(asked)
    onAsked(asked)
  }
  return (
    <>
      <PageTitle lead={t(asks_mailbox ? 'createLead' : 'createLeadActive')}>{t('createTitle')}</PageTitle>
      <Form
        send={send}
        check={({ email }) => emailFault('email', email)}
        places={{ username_taken: 'username' }}
        className="grid gap-4"
      >
        <IdentifierField name="email" label={t('email')} onlyEmail defaultValue={email ?? ''} required />
        <UsernameField name="username" label={t('username')} defaultValue={username ?? ''} />
        <Submit wide>{t('create')}</Submit>
        <Button kind="secondary" wide onClick={onBack}>
          {t('back')}
        </Button>
      </Form>
    </>
  )
}

function Asked({ asked, asksMailbox }: { asked: Asked; asksMailbox: boolean }) {
  const t = useTranslations('intra.newcomer')
  const [now] = useState(Date.now)
  if (!asksMailbox)
    return (
      <>
        <PageTitle lead={t('readyLead')}>{t('ready')}</PageTitle>
        <VisitButton purpose="login" wide>
          {t('enter')}
        </VisitButton>
      </>
    )
  return (
    <>
      <PageTitle
        lead={t.rich('mailLead', {
          email: () => <strong className="break-all font-medium text-ink">{asked.email}</strong>,
        })}
      >
        {t('mail')}
      </PageTitle>
      <SendAgain restedSince={now} send={() => register(asked)} />
    </>
  )
}
