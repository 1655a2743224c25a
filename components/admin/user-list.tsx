'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Link } from '@/components/ui/link'
import { Time } from '@/components/ui/time'
import { Badges } from './badges'
import type { State } from './user-search'

export type User = {
  id: string
  email: string
  username: string | null
  role: 'user' | 'admin'
  state: State
  factor: 'totp' | 'email' | null
  hasPassword: boolean
  intraLogin: string | null
  createdAt: Date
  lastSignInAt: Date | null
  sessions: number
  tokens: number
}

type UserListProps = {
  users: User[]
  /** The number that older accounts begin before. */
  next: number | undefined
  search: string
  state: State | undefined
  isFirst: boolean
}

/** Users, the newest first; each leads to its own page. */
export function UserList({ users, next, search, state, isFirst }: UserListProps) {
  const t = useTranslations('admin.users')
  const clear = (
    <ButtonLink kind="secondary" href="/admin">
      {t('clear')}
    </ButtonLink>
  )
  if (!users.length) return <Empty action={clear}>{t('none')}</Empty>
  const query = { ...(search && { search }), ...(state && { state }) }
  return (
    <>
      <ul aria-label={t('list')} className="grid border-line border-t">
        {users.map(user => (
          <li key={user.id} className="border-line border-b">
            <UserRow {...user} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {!isFirst && (
          <ButtonLink kind="secondary" href={{ pathname: '/admin', query }}>
            {t('newest')}
          </ButtonLink>
        )}
        {next !== undefined && (
          <ButtonLink kind="secondary" href={{ pathname: '/admin', query: { ...query, before: next } }}>
            {t('older')}
          </ButtonLink>
        )}
      </div>
    </>
  )
}

function UserRow({ id, email, username, role, state, factor, lastSignInAt, tokens }: User) {
  const t = useTranslations('admin.users')
  return (
    <Link
      href={`/admin/users/${id}`}
      className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 rounded-field px-2 py-4 -outline-offset-2 hover:bg-wash"
    >
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-all font-medium">{email}</span>
        {username && <span className="text-ink-soft">{username}</span>}
        <Badges role={role} state={state} />
      </span>
      <ChevronRight aria-hidden className="row-span-2 size-4 text-ink-soft" />
      <span className="text-ink-soft text-sm">
        {lastSignInAt ? t.rich('signedIn', { when: () => <Time at={lastSignInAt} /> }) : t('neverSignedIn')}
        {' · '}
        {t('factor', { factor: factor ?? 'none' })}
        {' · '}
        {t('tokens', { count: tokens })}
      </span>
    </Link>
  )
}
