'use client'

import { ArrowLeft, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import { fieldFault } from './add/faults'
import { checkChanges } from './changes'
import { doom } from './deletions'
import { type ApiEntry, type ApiGroup, entryOf, type Group, groupsOf, nameOf, type VaultEntry } from './entries'
import { EntryFields } from './entry-fields'
import { checkGroup } from './group-dialogs'
import { FRESH_GROUP } from './group-field'
import { HandOver } from './hand-over'
import { IconField } from './icon-field'
import { ShareButton } from './share-button'

type Loaded = { entry: VaultEntry; groups: Group[] }

/** One entry: all that can be changed of it, its key and QR code, its use, its end. */
export function EntryPage({ id }: { id: number }) {
  const t = useTranslations('vault')
  const [loaded, setLoaded] = useState<Loaded>()
  const [failure, setFailure] = useState<Refused>()
  useEffect(() => {
    Promise.all([
      call<ApiEntry>('GET', `/api/v1/twofaccounts/${id}?withDetails=1`),
      call<ApiGroup[]>('GET', '/api/v1/groups'),
    ]).then(
      ([entry, groups]) => setLoaded({ entry: entryOf(entry), groups: groupsOf(groups) }),
      error => setFailure(asRefused(error)),
    )
  }, [id])
  return (
    <div className="grid max-w-[720px] grid-cols-1 gap-6">
      <Link
        href="/vault"
        className="inline-flex min-h-11 items-center gap-2 justify-self-start rounded-field text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('title')}
      </Link>
      <PageTitle lead={loaded && <Usage entry={loaded.entry} />}>
        {loaded ? nameOf(loaded.entry) : t('entry.title')}
      </PageTitle>
      {failure && <FailureNotice failure={failure} />}
      {loaded ? <Parts {...loaded} onChanged={entry => setLoaded({ ...loaded, entry })} /> : !failure && <Waiting />}
    </div>
  )
}

function Waiting() {
  const t = useTranslations('vault')
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-11" />
      <Skeleton className="h-11" />
      <Skeleton className="h-24" />
    </div>
  )
}

function Usage({ entry: { uses, usedAt } }: { entry: VaultEntry }) {
  const t = useTranslations('vault.entry')
  const format = useFormatter()
  if (!uses) return t('neverUsed')
  return t('used', {
    count: uses,
    when: format.dateTime(new Date(usedAt), { dateStyle: 'medium', timeStyle: 'short' }),
  })
}

function Parts({ entry, groups, onChanged }: Loaded & { onChanged: (entry: VaultEntry) => void }) {
  const t = useTranslations('vault.entry')
  const router = useRouter()
  const remove = () => {
    doom([entry])
    router.push('/vault')
  }
  return (
    <div>
      <Section title={t('details')} description={t('detailsText')}>
        <EditForm entry={entry} groups={groups} onChanged={onChanged} />
      </Section>
      <Section title={t('handOver')} description={t('handOverText')}>
        <HandOver id={entry.id} name={nameOf(entry)} />
      </Section>
      {entry.otpType !== 'hotp' && (
        <Section title={t('share')} description={t('shareText')}>
          <ShareButton entry={entry} />
        </Section>
      )}
      <Section title={t('delete')} description={t('deleteText')}>
        <Button kind="danger" className="justify-self-start" onClick={remove}>
          <Trash2 aria-hidden />
          {t('deleteButton')}
        </Button>
      </Section>
    </div>
  )
}

function EditForm({ entry, groups, onChanged }: Loaded & { onChanged: (entry: VaultEntry) => void }) {
  const t = useTranslations('vault.entry')
  const [icon, setIcon] = useState(entry.icon)
  const [isSaved, setSaved] = useState(false)
  const send = async (values: Record<string, string>) => {
    setSaved(false)
    const changes = checkChanges(values, entry)
    if ('faults' in changes) return
    const group_id =
      values.group === FRESH_GROUP
        ? (await call<ApiGroup>('POST', '/api/v1/groups', { body: { name: values.freshGroup?.trim() } })).id
        : Number(values.group)
    const body = { ...changes.body, icon, group_id, notes: values.notes?.trim() || null }
    onChanged(entryOf(await call<ApiEntry>('PATCH', `/api/v1/twofaccounts/${entry.id}`, { body })))
    setSaved(true)
  }
  const check = (values: Record<string, string>) => {
    const changes = checkChanges(values, entry)
    return [...('faults' in changes ? changes.faults.map(fieldFault) : []), ...checkGroup(values)]
  }
  return (
    <Form send={send} check={check} onInput={() => setSaved(false)} className="grid gap-4">
      <EntryFields entry={entry} groups={groups} groupId={entry.groupId ?? 0} withSecret={false} />
      <IconField entry={{ ...entry, icon }} onChange={setIcon} />
      <Submit className="justify-self-start">{t('save')}</Submit>
      {isSaved && <Notice kind="good">{t('saved')}</Notice>}
    </Form>
  )
}
