'use client'

import { FolderPen } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Tabs } from 'radix-ui'
import { Button } from '@/components/ui/button'
import type { Group, VaultEntry } from './entries'

type GroupTabsProps = {
  groups: Group[]
  /** Absent while nobody knows how many there are. */
  entries: VaultEntry[] | undefined
  onEdit: () => void
}

/** The groups as tabs over the list; all entries come first. */
export function GroupTabs({ groups, entries, onEdit }: GroupTabsProps) {
  const t = useTranslations('vault.groups')
  const counts = new Map<number, number>()
  for (const { groupId } of entries ?? []) if (groupId) counts.set(groupId, (counts.get(groupId) ?? 0) + 1)
  return (
    <div className="flex items-center border-line border-b">
      <Tabs.List
        aria-label={t('label')}
        className="flex min-w-0 grow gap-1 overflow-x-auto p-0.5 [scrollbar-width:thin]"
      >
        <Tab id={0} name={t('all')} count={entries?.length} />
        {groups.map(({ id, name }) => (
          <Tab key={id} id={id} name={name} count={counts.get(id) ?? 0} />
        ))}
      </Tabs.List>
      <Button kind="quiet" size="icon" aria-label={t('manage')} title={t('manage')} onClick={onEdit}>
        <FolderPen aria-hidden />
      </Button>
    </div>
  )
}

function Tab({ id, name, count }: { id: number; name: string; count: number | undefined }) {
  return (
    <Tabs.Trigger
      value={String(id)}
      className="inline-flex min-h-11 shrink-0 items-center gap-2 whitespace-nowrap rounded-t-field px-3 text-ink-soft hover:text-ink data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_var(--color-brass)]"
    >
      {name}
      <span className="font-normal text-ink-soft text-sm tabular-nums">{count}</span>
    </Tabs.Trigger>
  )
}
