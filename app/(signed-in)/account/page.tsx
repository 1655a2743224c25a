import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { DownloadData } from '@/components/account/download-data'
import { EmailForm } from '@/components/account/email-form'
import { PasswordForm } from '@/components/account/password-form'
import { Readiness } from '@/components/account/readiness'
import { SessionList } from '@/components/account/session-list'
import { ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { Section } from '@/components/ui/section'
import { readProfile } from '@/lib/core/accounts'
import { readFactorStatus } from '@/lib/core/factors'
import { passwordBounds } from '@/lib/core/passwords'
import { listSessions } from '@/lib/core/sessions'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function AccountPage() {
  const viewer = await requirePageViewer()
  const t = await getTranslations('account')
  const [profile, { kind, recoveryCodesLeft }, sessions] = await Promise.all([
    readProfile(viewer.userId),
    readFactorStatus(viewer.userId),
    listSessions(viewer),
  ])
  const { email, hasPassword } = profile
  return (
    <div className="grid max-w-[720px] gap-8">
      <PageTitle lead={email}>{t('title')}</PageTitle>
      <Readiness factor={kind} codesLeft={recoveryCodesLeft} />
      <div>
        <Section title={t('profile.title')}>
          <Profile {...profile} />
        </Section>
        <Section
          id="password"
          title={t('password.title')}
          description={t(hasPassword ? 'password.text' : 'password.noneText')}
        >
          <PasswordForm email={email} hasPassword={hasPassword} least={passwordBounds().least} />
        </Section>
        <Section title={t('email.title')} description={t('email.text')}>
          {hasPassword ? <EmailForm /> : <p className="text-ink-soft">{t('email.needsPassword')}</p>}
        </Section>
        <Section title={t('sessions.section')} description={t('sessions.text')}>
          <SessionList sessions={sessions} />
        </Section>
        <Section title={t('data.title')} description={t('data.text')}>
          <DownloadData />
        </Section>
        <Section title={t('remove.section')} description={t('remove.text')}>
          <ButtonLink href="/account/remove" kind="danger" className="justify-self-start">
            {t('remove.begin')}
          </ButtonLink>
        </Section>
      </div>
    </div>
  )
}

type ProfileProps = Pick<Awaited<ReturnType<typeof readProfile>>, 'email' | 'username' | 'role' | 'createdAt'>

async function Profile({ email, username, role, createdAt }: ProfileProps) {
  const t = await getTranslations('account.profile')
  const format = await getFormatter()
  const facts = [
    [t('email'), email],
    [t('username'), username ?? t('noUsername')],
    ...(role === 'admin' ? [[t('role'), t('admin')]] : []),
    [
      t('since'),
      <time key="since" dateTime={createdAt.toISOString()}>
        {format.dateTime(createdAt, { dateStyle: 'long' })}
      </time>,
    ],
  ] as const
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      {facts.map(([name, value]) => (
        <div key={name as string} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="mb-2 min-w-0 break-all sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
