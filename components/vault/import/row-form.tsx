'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { ALGORITHMS, checkEntry, type Entry, OTP_TYPES } from '@/lib/core/vault/entry'
import { portable } from '@/lib/core/vault/import/draft'
import type { PortableEntry } from '@/lib/core/vault/portable-entry'
import { fieldFault, inputOf } from '../add/faults'
import { CodeFields, KeyField } from '../entry-fields'
import { useReasons } from './reasons'
import type { Row } from './rows'

/** Puts a row right, in its place. Notes, groups and icon stay as they were found. */
export function RowForm({ row, onDone }: { row: Row; onDone: (entry?: PortableEntry) => void }) {
  const t = useTranslations('transfer.import')
  const fields = useTranslations('vault.fields')
  const reasons = useReasons()
  const box = useRef<HTMLFieldSetElement>(null)
  const entry = entryOf(row)
  const wrong = row.state === 'faulty' ? row.fault.reasons[0]?.field : undefined
  useEffect(() => {
    const field = (name = 'service') => box.current?.querySelector<HTMLElement>(`[name="${name}"]`)
    const first = field(wrong) ?? field()
    first?.focus()
  }, [wrong])
  const checked = (values: Record<string, string>) => checkEntry(inputOf(values))
  const send = async (values: Record<string, string>) => {
    const result = checked(values)
    if ('entry' in result) onDone(completed(row, result.entry))
  }
  const check = (values: Record<string, string>) => {
    const result = checked(values)
    return 'faults' in result ? result.faults.map(fieldFault) : []
  }
  return (
    <Form send={send} check={check} className="rounded-box border border-line bg-surface p-4">
      <fieldset ref={box} className="grid gap-4">
        <legend className="sr-only">{t('fix')}</legend>
        {row.state === 'faulty' && <p className="text-danger text-sm">{reasons(row.fault.reasons).join(' ')}</p>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="service"
            label={fields('service')}
            defaultValue={entry.service ?? ''}
            maxLength={255}
            autoComplete="off"
          />
          <Field
            name="account"
            label={fields('account')}
            defaultValue={entry.account}
            maxLength={255}
            autoComplete="off"
          />
        </div>
        <KeyField secret={entry.secret} />
        <CodeFields entry={entry} />
        <FormActions onCancel={() => onDone()}>{t('fixed')}</FormActions>
      </fieldset>
    </Form>
  )
}

const completed = (row: Row, entry: Entry): PortableEntry =>
  row.state === 'faulty' ? portable(entry, row.fault.draft ?? {}) : { ...row.entry, ...entry }

/** What is known of a row, as far as the fields can show it. */
function entryOf(row: Row): Partial<Entry> {
  if (row.state !== 'faulty') return row.entry
  const { service, account, draft = {} } = row.fault
  const number = (value: unknown) =>
    Number.isInteger(Number(value ?? Number.NaN)) ? { value: Number(value) } : undefined
  const digits = number(draft.digits)
  const period = number(draft.period)
  const counter = number(draft.counter)
  const otpType = OTP_TYPES.find(type => type === draft.otpType)
  const algorithm = ALGORITHMS.find(name => name === String(draft.algorithm).toLowerCase())
  return {
    service: service ?? null,
    account: account ?? '',
    ...(typeof draft.secret === 'string' && { secret: draft.secret }),
    ...(otpType && { otpType }),
    ...(algorithm && { algorithm }),
    ...(digits && { digits: digits.value }),
    ...(period && { period: period.value }),
    ...(counter && { counter: counter.value }),
  }
}
