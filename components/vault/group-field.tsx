'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field, inputLook, Labelled } from '@/components/ui/field'
import type { Group } from './entries'

/** The choice that asks for a name. */
export const FRESH_GROUP = 'fresh'

/** A field `group` for a group, none, or a new one, whose name then stands in `freshGroup`. */
export function GroupField({
  groups,
  chosen,
  first,
  canCreate = true,
}: {
  groups: Group[]
  chosen: number | string
  /** A choice before all others. */
  first?: { value: string; label: string }
  canCreate?: boolean
}) {
  const t = useTranslations('vault.moveTo')
  const [value, setValue] = useState(String(chosen))
  return (
    <>
      <Labelled name="group" label={t('group')}>
        {described => (
          <select
            {...described}
            name="group"
            value={value}
            onChange={event => setValue(event.target.value)}
            className={inputLook}
          >
            {first && <option value={first.value}>{first.label}</option>}
            <option value="0">{t('none')}</option>
            {groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {canCreate && <option value={FRESH_GROUP}>{t('fresh')}</option>}
          </select>
        )}
      </Labelled>
      {value === FRESH_GROUP && <Field name="freshGroup" label={t('name')} maxLength={32} autoComplete="off" />}
    </>
  )
}
