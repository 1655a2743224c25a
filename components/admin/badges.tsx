'use client'

import { useTranslations } from 'next-intl'
import type { State } from './user-search'

/** What sets an account apart from an ordinary one. */
export function Badges({ role, state }: { role: 'user' | 'admin'; state: State }) {
  const t = useTranslations('admin')
  return (
    <>
      {role === 'admin' && <Badge>{t('administrator')}</Badge>}
      {state !== 'active' && (
        <Badge color={state === 'disabled' ? 'text-danger' : 'text-warn'}>{t(`states.${state}`)}</Badge>
      )}
    </>
  )
}

function Badge({ color = 'text-ink-soft', children }: { color?: string; children: string }) {
  return <span className={`rounded-full border border-line bg-surface px-2.5 py-0.5 text-xs ${color}`}>{children}</span>
}
