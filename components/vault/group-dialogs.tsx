'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { type Group, nameOf, type VaultEntry } from './entries'
import { FRESH_GROUP, GroupField } from './group-field'
import type { VaultActs } from './use-vault'

/** The longest name of a group that the API takes. */
export const MAX_GROUP_NAME = 32

/** Puts entries into a group, out of their group, or into a new one. */
export function MoveDialog({
  entries,
  groups,
  acts,
  onClose,
  onMoved,
}: {
  entries: VaultEntry[]
  groups: Group[]
  acts: Pick<VaultActs, 'move' | 'createGroup'>
  onClose: () => void
  onMoved: (count: number) => void
}) {
  const t = useTranslations('vault.moveTo')
  const [first] = entries
  const send = async ({ group = '', freshGroup = '' }: Record<string, string>) => {
    const target = group === FRESH_GROUP ? (await acts.createGroup(freshGroup.trim())).id : Number(group) || null
    void acts.move(
      entries.map(({ id }) => id),
      target,
    )
    onMoved(entries.length)
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('title', { count: entries.length, name: first ? nameOf(first) : '' })}>
      <Form send={send} check={checkGroup} className="grid gap-4">
        <GroupField groups={groups} chosen={(entries.length === 1 && first?.groupId) || 0} />
        <FormActions onCancel={onClose}>{t('submit')}</FormActions>
      </Form>
    </Dialog>
  )
}

export const checkGroup = ({ group, freshGroup }: Record<string, string>) =>
  group === FRESH_GROUP && !freshGroup?.trim() ? [{ field: 'freshGroup', fault: 'missing' }] : []

/** Makes, renames and deletes groups. */
export function GroupsDialog({
  groups,
  acts,
  onClose,
}: {
  groups: Group[]
  acts: Pick<VaultActs, 'createGroup' | 'renameGroup' | 'deleteGroup'>
  onClose: () => void
}) {
  const t = useTranslations('vault.edit')
  const common = useTranslations('common')
  const [made, setMade] = useState(0)
  const create = async ({ name = '' }: Record<string, string>) => {
    await acts.createGroup(name.trim())
    setMade(made + 1)
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} description={t('text')}>
      {groups.length > 0 && (
        <ul className="grid gap-3">
          {groups.map(group => (
            <GroupRow key={group.id} group={group} acts={acts} />
          ))}
        </ul>
      )}
      <Form key={made} send={create} check={checkName} className="flex items-end gap-2">
        <div className="grow">
          <Field name="name" label={t('fresh')} maxLength={MAX_GROUP_NAME} autoComplete="off" />
        </div>
        <Submit kind="secondary">{t('create')}</Submit>
      </Form>
      <DialogActions>
        <Button onClick={onClose}>{common('done')}</Button>
      </DialogActions>
    </Dialog>
  )
}

function GroupRow({ group, acts }: { group: Group; acts: Pick<VaultActs, 'renameGroup' | 'deleteGroup'> }) {
  const t = useTranslations('vault.edit')
  const [failure, setFailure] = useState<Refused>()
  const remove = () => acts.deleteGroup(group.id).catch(error => setFailure(asRefused(error)))
  return (
    <li className="grid gap-2">
      <div className="flex items-end gap-2">
        <Form
          send={({ name = '' }) => acts.renameGroup(group.id, name.trim())}
          check={checkName}
          className="flex grow items-end gap-2"
        >
          <div className="grow">
            <Field
              name="name"
              label={t('name', { name: group.name })}
              defaultValue={group.name}
              maxLength={MAX_GROUP_NAME}
              autoComplete="off"
            />
          </div>
          <Submit kind="secondary" aria-label={t('rename', { name: group.name })}>
            {t('save')}
          </Submit>
        </Form>
        <Button kind="danger" size="icon" aria-label={t('delete', { name: group.name })} onClick={() => void remove()}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      {failure && <FailureNotice failure={failure} />}
    </li>
  )
}

const checkName = ({ name }: Record<string, string>) => (name?.trim() ? [] : [{ field: 'name', fault: 'missing' }])
