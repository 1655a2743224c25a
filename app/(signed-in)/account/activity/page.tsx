import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ActivityList } from '@/components/activity/activity-list'
import { Alarm } from '@/components/activity/alarm'
import { GroupFilter } from '@/components/activity/group-filter'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { readProfile } from '@/lib/core/accounts'
import { EVENT_GROUPS, EVENTS, type EventKind, readActivity } from '@/lib/core/activity'
import { passwordBounds } from '@/lib/core/passwords'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('activity'))('title') }
}

export default async function ActivityPage({ searchParams }: { searchParams: Promise<{ about?: string | string[] }> }) {
  const { userId } = await requirePageViewer()
  const t = await getTranslations('activity')
  const { about } = await searchParams
  const group = EVENT_GROUPS.find(name => name === about)
  const [{ events, next }, { email, hasPassword }] = await Promise.all([
    readActivity(userId, group ? { group } : {}),
    readProfile(userId),
  ])
  const shown = events.map(({ id, kind, data, address, device, at }) => ({
    id,
    kind,
    about: EVENTS[kind as EventKind],
    data: data as Record<string, unknown>,
    address,
    device,
    at: at.toISOString(),
  }))
  return (
    <Words areas={['account', 'activity']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
        <Alarm email={email} hasPassword={hasPassword} least={passwordBounds().least} />
        <GroupFilter groups={[...EVENT_GROUPS]} shown={group} />
        <ActivityList key={`${group} ${shown[0]?.id}`} first={{ events: shown, next: next ?? null }} about={group} />
      </div>
    </Words>
  )
}
