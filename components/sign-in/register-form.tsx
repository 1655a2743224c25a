'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { callAnonymously } from '@/components/api'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { NewPasswordField, passwordFault } from '@/components/ui/new-password-field'
import { PageTitle } from '@/components/ui/page-title'
import { UsernameField } from './account-fields'
import { keepIdentifier } from './identifier'
import { emailFault, IdentifierField } from './identifier-field'
import { Registered } from './registered'

/** Makes an account; what is shown afterwards is the same whether the address was known or not. */
export function RegisterForm({
  least,
  isActive,
  hasMailbox,
  above,
}: {
  least: number
  isActive: boolean
  hasMailbox: boolean
  /** Another way to an account, in front of the form. */
  above: ReactNode
}) {
  const t = useTranslations('entry.register')
  const [email, setEmail] = useState<string>()
  const send = async (values: Record<string, string>) => {
    const { username = '', password } = values
    const address = (values.email ?? '').trim()
    const body = { email: address, password, ...(username && { username }) }
    await callAnonymously('POST', '/api/auth/register', { body })
    keepIdentifier(address)
    setEmail(address)
  }
  if (email)
    return (
      <Registered email={email} isActive={isActive} hasMailbox={hasMailbox} onRestart={() => setEmail(undefined)} />
    )
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      {above}
      <Form
        send={send}
        check={({ email, username, password }) => [
          ...emailFault('email', email),
          ...(username && !USERNAME.test(username)
            ? [{ field: 'username', fault: 'format', expected: 'username' }]
            : []),
          ...passwordFault('password', password, least),
        ]}
        places={{ weak_password: 'password', username_taken: 'username' }}
        className="grid gap-4"
      >
        <IdentifierField name="email" label={t('email')} onlyEmail required />
        <UsernameField name="username" label={t('username')} hint={t('usernameHint')} />
        <NewPasswordField name="password" label={t('password')} least={least} required />
        <Submit wide>{t('submit')}</Submit>
      </Form>
      <p className="text-ink-soft">
        {t('known')}{' '}
        <Link href="/login" className="rounded-field text-ink underline underline-offset-4">
          {t('login')}
        </Link>
      </p>
    </>
  )
}

const USERNAME = /^[A-Za-z0-9!?*$~_-]{5,32}$/
