'use client'

import { useTranslations } from 'next-intl'
import { Form, Submit } from '@/components/ui/form'
import { Skeleton } from '@/components/ui/skeleton'
import type { Group } from '../entries'
import { checkGroup } from '../group-dialogs'
import { FRESH_GROUP, GroupField } from '../group-field'
import type { GoodRow, Row } from './rows'
import type { Target } from './save'

/** The choice that leaves entries in the groups that their file names. */
const AS_IN_FILE = 'file'

/** Where the chosen rows go, and the one button that keeps them. */
export function SaveForm({
  rows,
  chosen,
  groups,
  onStart,
}: {
  rows: Row[]
  chosen: GoodRow[]
  groups: Group[] | undefined
  onStart: (target: Target) => void
}) {
  const t = useTranslations('transfer.import')
  const hasGroups = rows.some(row => row.state !== 'faulty' && row.entry.groups?.length)
  if (!groups) return <Skeleton className="h-11" />
  return (
    <Form
      send={async values => onStart(targetOf(values))}
      check={values => [...checkGroup(values), ...(chosen.length ? [] : [{ field: 'group', fault: 'none_chosen' }])]}
      className="grid gap-4 bg-paper py-2 sm:sticky sm:bottom-0 sm:flex sm:items-end sm:justify-between sm:border-line sm:border-t"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <GroupField
          key={String(hasGroups)}
          groups={groups}
          chosen={hasGroups ? AS_IN_FILE : '0'}
          {...(hasGroups && { first: { value: AS_IN_FILE, label: t('asInFile') } })}
        />
      </div>
      <Submit>{t('start', { count: chosen.length })}</Submit>
    </Form>
  )
}

function targetOf({ group = '0', freshGroup = '' }: Record<string, string>): Target {
  if (group === AS_IN_FILE) return 'file'
  return group === FRESH_GROUP ? { name: freshGroup } : Number(group)
}
