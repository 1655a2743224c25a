'use client'

import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'

/** Names a clock that is wrong: the codes are right all the same. */
export function ClockNotice({ ahead }: { ahead: number }) {
  const t = useTranslations('vault.clock')
  if (!ahead) return null
  const seconds = Math.abs(ahead)
  const difference =
    seconds < 120 ? t('seconds', { count: seconds }) : t('minutes', { count: Math.round(seconds / 60) })
  return <Notice kind="warn">{t(ahead > 0 ? 'ahead' : 'behind', { difference })}</Notice>
}

/** Nothing to list: because the vault is new, because a group is empty, or because nothing is found. */
export function NothingListed({
  search,
  isInGroup,
  isNew,
  onAdd,
  onClear,
}: {
  search: string
  isInGroup: boolean
  isNew: boolean
  onAdd: () => void
  onClear: () => void
}) {
  const t = useTranslations('vault')
  const transfer = useTranslations('transfer.import')
  if (isNew) {
    const ways = (
      <div className="flex flex-wrap justify-center gap-3">
        <Button onClick={onAdd}>{t('add')}</Button>
        <ButtonLink kind="secondary" href="/vault/import">
          {transfer('title')}
        </ButtonLink>
      </div>
    )
    return <Empty action={ways}>{t('empty')}</Empty>
  }
  if (!search) return <Empty>{t('emptyGroup')}</Empty>
  return (
    <Empty
      action={
        <Button kind="secondary" onClick={onClear}>
          {t('search.clear')}
        </Button>
      }
    >
      {t(isInGroup ? 'noHitsInGroup' : 'noHits', { search })}
    </Empty>
  )
}

/** The vault's shape while it is being fetched. */
export function VaultSkeleton() {
  const t = useTranslations('vault')
  return (
    <div role="status" className="grid">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: 6 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content.
        <div key={row} className="flex h-[68px] items-center gap-3 border-line border-b p-3">
          <Skeleton className="size-10" />
          <span className="grid grow gap-2">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-3 w-48 max-w-full" />
          </span>
          <Skeleton className="h-7 w-32" />
        </div>
      ))}
    </div>
  )
}
