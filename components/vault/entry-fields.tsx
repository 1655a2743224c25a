'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field, inputLook, Labelled } from '@/components/ui/field'
import { ALGORITHMS, type Entry, OTP_TYPES } from '@/lib/core/vault/entry'
import type { Group } from './entries'
import { GroupField } from './group-field'

type FieldsProps = {
  entry: Partial<Entry> & { note?: string }
  groups: Group[]
  groupId: number
  /** The key can be typed. */
  withSecret: boolean
  canCreateGroup?: boolean
}

/** The fields of an entry: who it is for, where it stands, and, folded away, how its codes are made. */
export function EntryFields({ entry, groups, groupId, withSecret, canCreateGroup = true }: FieldsProps) {
  const t = useTranslations('vault.fields')
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="service"
          label={t('service')}
          defaultValue={entry.service ?? ''}
          maxLength={255}
          autoComplete="off"
        />
        <Field name="account" label={t('account')} defaultValue={entry.account} maxLength={255} autoComplete="off" />
      </div>
      {withSecret && <KeyField secret={entry.secret} />}
      <GroupField groups={groups} chosen={groupId} canCreate={canCreateGroup} />
      <Labelled name="notes" label={t('notes')} hint={t('notesHint')}>
        {described => (
          <textarea
            {...described}
            name="notes"
            rows={2}
            maxLength={10_000}
            defaultValue={entry.note}
            className={`${inputLook} py-2`}
          />
        )}
      </Labelled>
      <CodeFields entry={entry} />
    </>
  )
}

/** The key, to be typed. */
export function KeyField({ secret }: { secret: string | undefined }) {
  const t = useTranslations('vault.fields')
  return (
    <Field
      name="secret"
      label={t('secret')}
      hint={t('secretHint')}
      defaultValue={secret?.replace(/=+$/, '')}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      className="font-mono"
    />
  )
}

/** How the codes are made; open where that is unusual. */
export function CodeFields({ entry }: { entry: Partial<Entry> }) {
  const t = useTranslations('vault.fields')
  const [type, setType] = useState(entry.otpType ?? 'totp')
  const isUsual =
    type === 'totp' &&
    (entry.digits ?? 6) === 6 &&
    (entry.algorithm ?? 'sha1') === 'sha1' &&
    (entry.period ?? 30) === 30
  return (
    <details open={!isUsual} className="rounded-field border border-line">
      <summary className="flex min-h-11 items-center rounded-field px-3 font-medium text-sm">{t('more')}</summary>
      <div className="grid gap-4 p-3 pt-1 sm:grid-cols-2">
        <Labelled name="otpType" label={t('type')}>
          {described => (
            <select
              {...described}
              name="otpType"
              value={type}
              onChange={event => setType(event.target.value as typeof type)}
              className={inputLook}
            >
              {OTP_TYPES.map(name => (
                <option key={name} value={name}>
                  {t(`types.${name}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        {type !== 'steamtotp' && (
          <>
            <Labelled name="algorithm" label={t('algorithm')}>
              {described => (
                <select {...described} name="algorithm" defaultValue={entry.algorithm ?? 'sha1'} className={inputLook}>
                  {ALGORITHMS.map(name => (
                    <option key={name} value={name}>
                      {name.toUpperCase()}
                    </option>
                  ))}
                </select>
              )}
            </Labelled>
            <Field name="digits" label={t('digits')} inputMode="numeric" defaultValue={entry.digits ?? 6} />
          </>
        )}
        {type === 'totp' && (
          <Field name="period" label={t('period')} inputMode="numeric" defaultValue={entry.period ?? 30} />
        )}
        {type === 'hotp' && (
          <Field name="counter" label={t('counter')} inputMode="numeric" defaultValue={entry.counter ?? 0} />
        )}
      </div>
    </details>
  )
}
