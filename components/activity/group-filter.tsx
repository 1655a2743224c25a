import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'
import type { Messages } from '@/lib/messages'

export type Group = Exclude<keyof Messages['activity']['groups'], 'all'>

/** Shows everything, or what is about one thing. */
export function GroupFilter({ groups, shown }: { groups: Group[]; shown: Group | undefined }) {
  const t = useTranslations('activity')
  return (
    <nav aria-label={t('filter')}>
      <ul className="flex flex-wrap gap-2">
        {[undefined, ...groups].map(group => (
          <li key={group ?? 'all'}>
            <Link
              href={group ? `?about=${group}` : '?'}
              scroll={false}
              aria-current={group === shown ? 'true' : undefined}
              className="inline-flex min-h-11 items-center rounded-full border border-edge px-4 text-ink-soft text-sm hover:bg-wash hover:text-ink aria-[current=true]:border-ink aria-[current=true]:bg-ink aria-[current=true]:text-paper"
            >
              {t(`groups.${group ?? 'all'}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
