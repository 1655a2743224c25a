'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { call } from '@/components/api'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { checkEntry, type Entry } from '@/lib/core/vault/entry'
import { bodyOf } from '../changes'
import { type ApiEntry, entryOf, type Group, nameOf, type VaultEntry } from '../entries'
import { EntryFields } from '../entry-fields'
import { checkGroup } from '../group-dialogs'
import { FRESH_GROUP } from '../group-field'
import { IconField, suggestIcon } from '../icon-field'
import { fieldFault, inputOf } from './faults'
import { LiveCode } from './live-code'
import { duplicateOf, groupFor } from './offers'

type OfferProps = {
  /** What was found; undefined when all is typed by hand. */
  offer: Entry | undefined
  entries: VaultEntry[]
  groups: Group[]
  openGroup: number
  createGroup: (name: string) => Promise<Group>
  onBack: () => void
  onAdded: (entry: VaultEntry) => void
}

/** Shows what would be kept, with the code that it makes now; nothing is kept before the button says so. */
export function CheckOffer({ offer, entries, groups, openGroup, createGroup, onBack, onAdded }: OfferProps) {
  const t = useTranslations('vault.adding')
  const common = useTranslations('common')
  const [entry, setEntry] = useState(offer)
  const [icon, setIcon] = useIcon(offer)
  const duplicate = entry && duplicateOf(entry, entries)
  const checked = (values: Record<string, string>) => checkEntry(inputOf({ ...offerValues(offer), ...values }))
  const send = async (values: Record<string, string>) => {
    const result = checked(values)
    if (!('entry' in result)) return
    const groupId =
      values.group === FRESH_GROUP ? (await createGroup(values.freshGroup?.trim() ?? '')).id : Number(values.group)
    const body = { ...bodyOf(result.entry), icon, group_id: groupId, notes: values.notes?.trim() || null }
    const said = await call<ApiEntry>('POST', '/api/v1/twofaccounts', { body })
    onAdded({ ...entryOf(said), note: body.notes ?? '' })
  }
  const check = (values: Record<string, string>) => {
    const result = checked(values)
    return [...('faults' in result ? result.faults.map(fieldFault) : []), ...checkGroup(values)]
  }
  const look = (form: HTMLFormElement) => {
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const result = checked(values)
    setEntry('entry' in result ? result.entry : undefined)
  }
  return (
    <Form send={send} check={check} onInput={event => look(event.currentTarget)} className="grid gap-4">
      <LiveCode entry={entry} />
      {duplicate && <Notice kind="warn">{t('duplicate', { name: nameOf(duplicate) })}</Notice>}
      <EntryFields
        entry={offer ?? {}}
        groups={groups}
        groupId={groupFor(offer?.service ?? null, entries, openGroup)}
        withSecret={!offer}
      />
      <IconField entry={{ service: entry?.service ?? null, account: entry?.account ?? '', icon }} onChange={setIcon} />
      <DialogActions>
        <Button kind="secondary" onClick={onBack}>
          {common('back')}
        </Button>
        <Submit>{t(duplicate ? 'saveAnyway' : 'save')}</Submit>
      </DialogActions>
    </Form>
  )
}

/** What was found says what the form does not ask for. */
const offerValues = (offer: Entry | undefined): Record<string, string> => (offer ? { secret: offer.secret } : {})

/** The icon that is known for what was found, unless the reader chooses another one first. */
function useIcon(offer: Entry | undefined) {
  const [icon, setIcon] = useState<string | null>()
  const service = offer?.service
  useEffect(() => {
    if (!service) return
    // An icon is a nicety: whoever has none sees a letter.
    suggestIcon(service).then(
      found => found && setIcon(before => (before === undefined ? found : before)),
      () => undefined,
    )
  }, [service])
  return [icon ?? null, setIcon] as const
}
