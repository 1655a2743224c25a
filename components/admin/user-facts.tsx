'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import type { User } from './user-list'

/** How an account stands. */
export function UserFacts({ user }: { user: User }) {
  const t = useTranslations('admin.user')
  const states = useTranslations('admin.states')
  const { username, role, state, hasPassword, intraLogin, factor, sessions, tokens, createdAt, lastSignInAt } = user
  const ways = t('ways', {
    password: hasPassword ? 'yes' : 'no',
    both: hasPassword && intraLogin ? 'yes' : 'no',
    intra: intraLogin ?? 'no',
  })
  return (
    <Section title={t('facts')}>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        <Fact name={t('username')}>{username ?? t('none')}</Fact>
        <Fact name={t('state')}>{states(state)}</Fact>
        <Fact name={t('role')}>{t(`roles.${role}`)}</Fact>
        <Fact name={t('registered')}>
          <Time at={createdAt} />
        </Fact>
        <Fact name={t('lastSignIn')}>{lastSignInAt ? <Time at={lastSignInAt} /> : t('never')}</Fact>
        <Fact name={t('signsInWith')}>{ways || t('none')}</Fact>
        <Fact name={t('factor')}>{t('factors', { factor: factor ?? 'none' })}</Fact>
        <Fact name={t('sessions')}>{sessions}</Fact>
        <Fact name={t('tokens')}>{tokens}</Fact>
      </dl>
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="mb-2 min-w-0 break-words sm:mb-0">{children}</dd>
    </>
  )
}
