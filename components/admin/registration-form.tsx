'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FailureNotice } from '@/components/ui/failure'
import { inputLook, Labelled } from '@/components/ui/field'
import { Form, Submit, useFieldFault } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { type Setting, useSettings } from './use-settings'

const MODES = ['open', 'domains', 'closed'] as const

type Mode = (typeof MODES)[number]

/** Who may register: everybody, addresses of some domains, nobody. */
export function RegistrationForm() {
  const { settings, failure, load, save } = useSettings()
  if (failure) return <FailureNotice failure={failure} />
  if (!settings) return <Skeleton className="h-80" />
  return <Loaded settings={settings} load={load} save={save} />
}

function Loaded({
  settings,
  load,
  save,
}: {
  settings: Setting[]
  load: () => Promise<void>
  save: (key: string, value: string | boolean) => Promise<void>
}) {
  const t = useTranslations('admin.registration')
  const read = (key: string) => settings.find(setting => setting.key === key)?.value
  const listed = String(read('restrictList') ?? '')
  const rule = String(read('restrictRule') ?? '')
  const [mode, setMode] = useState<Mode>(
    read('disableRegistration') ? 'closed' : read('restrictRegistration') ? 'domains' : 'open',
  )
  const [isSaved, setSaved] = useState(false)
  const send = async ({ list = '' }: Record<string, string>) => {
    setSaved(false)
    if (mode === 'domains') await save('restrictList', entriesOf(list).join('|'))
    await save('restrictRegistration', mode === 'domains')
    await save('disableRegistration', mode === 'closed')
    await load()
    setSaved(true)
  }
  const check = ({ list = '' }: Record<string, string>) => {
    const entries = entriesOf(list)
    const isGood = entries.length ? entries.every(isEntry) : Boolean(rule)
    return mode !== 'domains' || isGood ? [] : [{ field: 'list', fault: 'format' }]
  }
  const isClosedAnyway = isSaved && mode !== 'closed' && Boolean(read('disableRegistration'))
  return (
    <Form send={send} check={check} className="grid max-w-xl gap-6">
      {isClosedAnyway ? (
        <Notice kind="warn">{t('closedAnyway')}</Notice>
      ) : (
        isSaved && <Notice kind="good">{t('saved')}</Notice>
      )}
      {rule && mode === 'domains' && <Notice>{t('rule', { rule })}</Notice>}
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-medium text-sm">{t('who')}</legend>
        {MODES.map(name => (
          <label key={name} className="grid grid-cols-[auto_1fr] gap-x-3">
            <input
              type="radio"
              name="mode"
              value={name}
              checked={mode === name}
              onChange={() => setMode(name)}
              className="mt-0.5 size-5 accent-ink"
            />
            <span>{t(`modes.${name}.name`)}</span>
            <span className="col-start-2 text-ink-soft text-sm">{t(`modes.${name}.hint`)}</span>
          </label>
        ))}
      </fieldset>
      {mode === 'domains' && <ListField entries={listed.split('|').filter(Boolean)} />}
      <Submit className="justify-self-start">{t('save')}</Submit>
    </Form>
  )
}

function ListField({ entries }: { entries: string[] }) {
  const t = useTranslations('admin.registration')
  const fault = useFieldFault('list')
  return (
    <Labelled name="list" label={t('domains')} hint={fault ? t('badDomain') : t('domainsHint')}>
      {described => (
        <textarea
          {...described}
          name="list"
          rows={4}
          defaultValue={entries.map(entry => entry.replace(/^@/, '')).join('\n')}
          autoCapitalize="none"
          spellCheck={false}
          className={`${inputLook} py-2`}
        />
      )}
    </Labelled>
  )
}

/** A domain a line, as `restrictList` writes it: `@example.com`; a whole address stays one. */
const entriesOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,;|]+/)
    .filter(Boolean)
    .map(entry => (entry.includes('@') ? entry : `@${entry}`))

const isEntry = (entry: string) => /^[^@]*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(entry)
