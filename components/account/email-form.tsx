'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EmailField } from '@/components/sign-in/account-fields'
import { emailFault } from '@/components/sign-in/identifier-field'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { useStepUp } from './step-up'

/** Asks for another address; it counts once it is confirmed from there. */
export function EmailForm() {
  const t = useTranslations('account.email')
  const call = useStepUp()
  const [asked, setAsked] = useState<string>()
  const send = async ({ email = '', password }: Record<string, string>) => {
    const wanted = email.trim()
    await call('PUT', '/api/account/email', { body: { email: wanted, password } })
    setAsked(wanted)
  }
  return (
    <>
      <Form
        key={asked}
        send={send}
        check={({ email, password }) => [
          ...emailFault('email', email),
          ...(password ? [] : [{ field: 'password', fault: 'missing' }]),
        ]}
        places={{ wrong_password: 'password' }}
        className="grid max-w-md gap-4"
      >
        <EmailField name="email" label={t('new')} required />
        <PasswordField name="password" label={t('password')} autoComplete="current-password" required />
        <Submit kind="secondary" className="justify-self-start">
          {t('change')}
        </Submit>
      </Form>
      {asked && <Notice kind="good">{t('asked', { email: asked })}</Notice>}
    </>
  )
}
