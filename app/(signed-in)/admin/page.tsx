import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AddUser } from '@/components/admin/add-user'
import { UserList } from '@/components/admin/user-list'
import { UserSearch } from '@/components/admin/user-search'
import { PageTitle } from '@/components/ui/page-title'
import { listUsers, USER_STATES } from '@/lib/core/user-directory'
import { requirePageAdministrator } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.users'))('title') }
}

type Query = Record<string, string | string[] | undefined>

export default async function UsersPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePageAdministrator()
  const t = await getTranslations('admin.users')
  const query = await searchParams
  const search = typeof query.search === 'string' ? query.search.replaceAll('\0', '').slice(0, 320) : ''
  const state = USER_STATES.find(name => name === query.state)
  const before = /^[1-9]\d{0,8}$/.test(String(query.before)) ? Number(query.before) : undefined
  const { users, next } = await listUsers({ search, state, before })
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <AddUser />
      <UserSearch key={`${search} ${state}`} search={search} state={state} states={[...USER_STATES]} />
      <UserList users={users} next={next} search={search} state={state} isFirst={before === undefined} />
    </>
  )
}
