'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Checkbox, inputLook } from '@/components/ui/field'
import type { Messages } from '@/lib/messages'

export type Value = string | number | boolean | null

/** A preference as the API has it; an administrator may have locked it. */
export type Preference = { value: Value; locked: boolean }

export type Choose = (name: string, value: Value) => void

type Names = keyof Messages['preferences']['names']

/** Yes or no. */
export function Toggle({
  name,
  preference,
  choose,
}: {
  name: Names
  preference: Preference | undefined
  choose: Choose
}) {
  const t = useTranslations('preferences')
  if (!preference) return null
  return (
    <Checkbox
      label={t(`names.${name}`)}
      hint={<Hint name={name} locked={preference.locked} />}
      checked={Boolean(preference.value)}
      disabled={preference.locked}
      onChange={event => choose(name, event.target.checked)}
    />
  )
}

/** One of several. @param options what is sent, and what it is called. */
export function Choice({
  name,
  preference,
  options,
  choose,
}: {
  name: Names
  preference: Preference | undefined
  options: [value: Value, label: string][]
  choose: Choose
}) {
  const t = useTranslations('preferences')
  const id = useId()
  if (!preference) return null
  const chosen = options.findIndex(([value]) => value === preference.value)
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {t(`names.${name}`)}
      </label>
      <select
        id={id}
        value={chosen}
        disabled={preference.locked}
        aria-describedby={`${id}-hint`}
        onChange={event => choose(name, options[Number(event.target.value)]?.[0] ?? null)}
        className={inputLook}
      >
        {chosen === -1 && <option value={-1}>{String(preference.value)}</option>}
        {options.map(([value, label], index) => (
          <option key={String(value)} value={index}>
            {label}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="text-ink-soft text-sm empty:hidden">
        <Hint name={name} locked={preference.locked} />
      </p>
    </div>
  )
}

function Hint({ name, locked }: { name: Names; locked: boolean }): ReactNode {
  const t = useTranslations('preferences')
  const key = `hints.${name}` as Parameters<typeof t.has>[0]
  return [t.has(key) ? t(key as never) : '', locked ? t('locked') : ''].filter(Boolean).join(' ')
}
