'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'

type Check = 'ok' | 'failed'

type Report = {
  checks: Record<'database' | 'migrations' | 'keys', Check>
  versions: Record<'latchkey' | 'node' | 'postgres', string>
  users: number
  sessions: number
  mail_queue: { waiting: number; oldest_at: string | null }
}

/** How the instance is, asked anew whenever somebody wants to know. */
export function Health() {
  const t = useTranslations('admin.health')
  const [report, setReport] = useState<Report>()
  const [failure, setFailure] = useState<Refused>()
  const [isBusy, setBusy] = useState(true)
  const ask = () =>
    call<Report>('GET', '/api/admin/health')
      .then(
        answer => {
          setReport(answer)
          setFailure(undefined)
        },
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once by itself, then by the button.
  useEffect(() => void ask(), [])
  const again = () => {
    setBusy(true)
    void ask()
  }
  return (
    <div className="grid gap-6">
      <Button kind="secondary" busy={isBusy} onClick={again} className="justify-self-start">
        {t('again')}
      </Button>
      {failure && <FailureNotice failure={failure} />}
      {report ? <Findings {...report} /> : !failure && <Skeleton className="h-80" />}
    </div>
  )
}

function Findings({ checks, versions, users, sessions, mail_queue }: Report) {
  const t = useTranslations('admin.health')
  const { waiting, oldest_at } = mail_queue
  return (
    <div>
      <Section title={t('checks')}>
        <Facts>
          {(['database', 'migrations', 'keys'] as const).map(name => (
            <Fact key={name} name={t(`check.${name}`)}>
              <Outcome check={checks[name]} />
            </Fact>
          ))}
        </Facts>
      </Section>
      <Section title={t('versions')}>
        <Facts>
          <Fact name="Latchkey">{versions.latchkey}</Fact>
          <Fact name="Node.js">{versions.node}</Fact>
          <Fact name="PostgreSQL">{versions.postgres}</Fact>
        </Facts>
      </Section>
      <Section title={t('load')}>
        <Facts>
          <Fact name={t('users')}>{users}</Fact>
          <Fact name={t('sessions')}>{sessions}</Fact>
          <Fact name={t('waiting')}>
            {oldest_at ? t.rich('since', { count: waiting, when: () => <Time at={oldest_at} /> }) : waiting}
          </Fact>
        </Facts>
      </Section>
    </div>
  )
}

function Outcome({ check }: { check: Check }) {
  const t = useTranslations('admin.health')
  const Icon = check === 'ok' ? CircleCheck : CircleAlert
  return (
    <span className="inline-flex items-start gap-2">
      <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${check === 'ok' ? 'text-good' : 'text-danger'}`} />
      {t(check)}
    </span>
  )
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">{children}</dl>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
