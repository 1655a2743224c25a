'use client'

import { Fingerprint, KeyRound, LogIn, ShieldCheck, TriangleAlert, User } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Time } from '@/components/ui/time'
import { nameDevice } from '@/lib/messages/devices'
import { eventValues } from '@/lib/messages/events'
import type { Group } from './group-filter'

export type Happened = {
  id: string
  kind: string
  about: Group
  data: Record<string, unknown>
  address: string
  device: string
  at: string
}

type Page = { events: Happened[]; next: string | null }

/** What happened, in sentences; older events come when they are asked for. */
export function ActivityList({ first, about }: { first: Page; about: Group | undefined }) {
  const t = useTranslations('activity')
  const [{ events, next }, setPage] = useState(first)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const showMore = async () => {
    setBusy(true)
    setFailure(undefined)
    const query = new URLSearchParams({ before: next ?? '', ...(about && { about }) })
    await call<Page>('GET', `/api/account/activity?${query}`)
      .then(
        page => setPage({ events: [...events, ...page.events], next: page.next }),
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  }
  if (!events.length) return <p className="text-ink-soft">{t('empty')}</p>
  return (
    <div className="grid gap-6">
      <ol className="grid border-line border-t">
        {events.map(event => (
          <Event key={event.id} {...event} />
        ))}
      </ol>
      {failure && <FailureNotice failure={failure} />}
      {next ? (
        <Button kind="secondary" busy={isBusy} onClick={() => void showMore()} className="justify-self-start">
          {t('more')}
        </Button>
      ) : (
        <p className="text-ink-soft text-sm">{t('end')}</p>
      )}
    </div>
  )
}

const ICONS = { sign_in: LogIn, security: ShieldCheck, account: User, tokens: KeyRound } as const

/** What its owner would want to know of at once, if it was not them. */
const ALARMING = new Set([
  'sign_in_failed',
  'sign_in_locked',
  'refresh_token_reused',
  'second_factor_failed',
  'second_factor_locked',
])

function Event({ kind, about, data, address, device, at }: Happened) {
  const t = useTranslations('activity')
  const common = useTranslations('common')
  const isAlarming = ALARMING.has(kind)
  const Icon = isAlarming ? TriangleAlert : (ICONS[about] ?? Fingerprint)
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-line border-b py-4">
      <Icon aria-hidden className={`mt-1 size-4 ${isAlarming ? 'text-warn' : 'text-ink-soft'}`} />
      <p className="break-words">
        {isAlarming && <span className="font-medium text-warn">{t('attention')} · </span>}
        {t(`events.${kind}` as never, eventValues(data) as never)}
      </p>
      <p className="col-start-2 break-words text-ink-soft text-sm">
        <Time at={at} /> · {t('from', { device: common('device', nameDevice(device)), address })}
      </p>
    </li>
  )
}
