'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { KnownUsername } from '@/components/sign-in/known-username'
import { Checkbox, PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { NewPasswordField, passwordFault } from '@/components/ui/new-password-field'
import { Notice } from '@/components/ui/notice'
import { useStepUp } from './step-up'

type Props = { email: string; hasPassword: boolean; least: number }

/** Changes the password, or sets the first one of an account that came from 42. */
export function PasswordForm({ email, hasPassword, least }: Props) {
  const t = useTranslations('account.password')
  const call = useStepUp()
  const router = useRouter()
  const [changes, setChanges] = useState(0)
  const send = async ({ current_password, new_password, end_others }: Record<string, string>) => {
    if (hasPassword)
      await call('PUT', '/api/account/password', {
        body: { current_password, new_password, end_other_sessions: end_others === 'on' },
      })
    else await call('POST', '/api/account/password', { body: { new_password } })
    setChanges(changes + 1)
    router.refresh()
  }
  return (
    <>
      <Form
        key={changes}
        send={send}
        check={({ current_password, new_password }) => [
          ...(hasPassword && !current_password ? [{ field: 'current_password', fault: 'missing' }] : []),
          ...passwordFault('new_password', new_password, least),
        ]}
        places={{ wrong_password: 'current_password', weak_password: 'new_password' }}
        className="grid max-w-md gap-4"
      >
        <KnownUsername value={email} />
        {hasPassword && (
          <PasswordField name="current_password" label={t('current')} autoComplete="current-password" required />
        )}
        <NewPasswordField name="new_password" label={t('new')} least={least} required />
        {hasPassword && <Checkbox name="end_others" label={t('endOthers')} hint={t('endOthersHint')} defaultChecked />}
        <Submit kind="secondary" className="justify-self-start">
          {t(hasPassword ? 'change' : 'set')}
        </Submit>
      </Form>
      {changes > 0 && <Notice kind="good">{t('changed')}</Notice>}
    </>
  )
}
