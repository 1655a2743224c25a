import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { Badges } from '@/components/admin/badges'
import { UserActs } from '@/components/admin/user-acts'
import { UserFacts } from '@/components/admin/user-facts'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { Failure } from '@/lib/core/failures'
import { readUser } from '@/lib/core/user-directory'
import { requirePageAdministrator } from '@/lib/http/page'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePageAdministrator()
  return { title: (await find((await params).id)).email }
}

export default async function UserPage({ params }: Props) {
  const viewer = await requirePageAdministrator()
  const user = await find((await params).id)
  const t = await getTranslations('admin.user')
  return (
    <>
      <div className="grid gap-3">
        <Link
          href="/admin"
          className="inline-flex min-h-11 items-center justify-self-start rounded-field text-ink-soft underline-offset-4 hover:underline"
        >
          ← {t('back')}
        </Link>
        <PageTitle
          lead={
            <span className="flex flex-wrap gap-2">
              <Badges role={user.role} state={user.state} />
            </span>
          }
        >
          <span className="break-all">{user.email}</span>
        </PageTitle>
      </div>
      {user.id === viewer.userId && <Notice>{t('self')}</Notice>}
      <div>
        <UserFacts user={user} />
        <UserActs user={user} />
      </div>
    </>
  )
}

const find = cache(async (id: string) => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) notFound()
  return readUser(id).catch(error => {
    if (error instanceof Failure) notFound()
    throw error
  })
})
