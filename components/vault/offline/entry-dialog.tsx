'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { checkEntry } from '@/lib/core/vault/entry'
import { fieldFault, inputOf } from '../add/faults'
import { bodyOf, checkChanges } from '../changes'
import { type Group, nameOf, type VaultEntry } from '../entries'
import { EntryFields } from '../entry-fields'
import { type Change, editOf } from './changes'

type Props = {
  /** Undefined for a new one. */
  entry: VaultEntry | undefined
  groups: Group[]
  onChange: (change: Change | undefined) => void
  onClose: () => void
}

/** Adds an entry by its key, or changes one; what comes of it waits for the network. */
export function EntryDialog({ entry, groups, onChange, onClose }: Props) {
  const t = useTranslations('offline.dialog')
  const read = (values: Record<string, string>) => (entry ? checkChanges(values, entry) : checkNew(values))
  const check = (values: Record<string, string>) => {
    const result = read(values)
    return 'faults' in result ? result.faults.map(fieldFault) : []
  }
  const send = async (values: Record<string, string>) => {
    const result = read(values)
    if ('faults' in result) return
    const body = { ...result.body, group_id: Number(values.group), notes: values.notes?.trim() || null }
    const name = nameOf({ service: values.service?.trim() || null, account: values.account?.trim() ?? '' })
    onChange(entry ? editOf(entry, name, body) : { id: -Date.now(), what: 'add', name, body, before: {} })
    onClose()
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={entry ? t('edit', { name: nameOf(entry) }) : t('add')}
      description={t('text')}
    >
      <Form send={send} check={check} className="grid gap-4">
        <EntryFields
          entry={entry ?? {}}
          groups={groups}
          groupId={entry?.groupId ?? 0}
          withSecret={!entry}
          canCreateGroup={false}
        />
        <FormActions onCancel={onClose}>{t('submit')}</FormActions>
      </Form>
    </Dialog>
  )
}

function checkNew(values: Record<string, string>) {
  const checked = checkEntry(inputOf(values))
  return 'faults' in checked ? checked : { body: bodyOf(checked.entry) }
}
