'use client'

import { useTranslations } from 'next-intl'
import { callAnonymously } from '@/components/api'
import type { Refused } from '@/components/refused'
import { FailureNotice } from '@/components/ui/failure'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { goOn, type SignedIn } from './challenge'
import { keepIdentifier } from './identifier'
import { IdentifierField } from './identifier-field'

/** Signs in by name and password; somebody with a second factor goes on to its page. */
export function LoginForm({ next }: { next: string }) {
  const t = useTranslations('signIn.login')
  const send = async ({ identifier = '', password = '' }: Record<string, string>) => {
    const body = { username: identifier.trim(), password }
    keepIdentifier(body.username)
    await goOn(await callAnonymously<SignedIn>('POST', '/api/auth/login/', { body }), next)
  }
  return (
    <>
      <Form
        send={send}
        check={check}
        explain={failure => <LoginFailure failure={failure} />}
        className="steady grid gap-2"
      >
        <IdentifierField
          name="identifier"
          label={t('identifier')}
          autoComplete="username"
          onInput={event => keepIdentifier(event.currentTarget.value)}
          required
        />
        <PasswordField
          name="password"
          label={t('password')}
          autoComplete="current-password"
          required
          aside={
            <Link href="/forgot" className="inline-block rounded-field py-1 text-sm underline underline-offset-4">
              {t('forgot')}
            </Link>
          }
        />
        <Submit wide>{t('submit')}</Submit>
      </Form>
      <p className="text-ink-soft">
        {t('noAccount')}{' '}
        <Link href="/register" className="rounded-field text-ink underline underline-offset-4">
          {t('register')}
        </Link>
      </p>
    </>
  )
}

const check = (values: Record<string, string>) =>
  ['identifier', 'password'].filter(field => !values[field]?.trim()).map(field => ({ field, fault: 'missing' }))

function LoginFailure({ failure }: { failure: Refused }) {
  const t = useTranslations('signIn.login')
  return (
    <>
      <FailureNotice failure={failure} />
      {failure.code === 'account_not_activated' && (
        <Link href="/activate" className="justify-self-start rounded-field underline underline-offset-4">
          {t('activate')}
        </Link>
      )}
    </>
  )
}
