'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Checkbox } from '@/components/ui/field'
import { useFieldFault } from '@/components/ui/form'
import type { Messages } from '@/lib/messages'

export type Scope = keyof Messages['tokens']['scopes']

/** What a token may do: everything that its owner may, or what is ticked. */
export function ScopeFields({ scopes }: { scopes: Scope[] }) {
  const t = useTranslations('tokens')
  const [isLimited, setLimited] = useState(true)
  const id = useId()
  const fault = useFieldFault('scopes')
  return (
    <fieldset className="grid gap-3" aria-describedby={fault && id}>
      <legend className="mb-3 font-medium text-sm">{t('create.may')}</legend>
      <Choice
        name="limited"
        value="yes"
        label={t('create.some')}
        checked={isLimited}
        onChoose={() => setLimited(true)}
      />
      {isLimited && (
        <div className="grid gap-3 pl-8">
          {scopes.map(scope => (
            <Checkbox
              key={scope}
              name={scope}
              label={t(`scopes.${scope}.name`)}
              hint={t(`scopes.${scope}.hint`)}
              defaultChecked={scope === 'vault:read'}
            />
          ))}
          {fault && (
            <p id={id} className="text-danger text-sm">
              {t('create.none')}
            </p>
          )}
        </div>
      )}
      <Choice
        name="limited"
        value="no"
        label={t('create.everything')}
        checked={!isLimited}
        onChoose={() => setLimited(false)}
      />
    </fieldset>
  )
}

function Choice({
  name,
  value,
  label,
  checked,
  onChoose,
}: {
  name: string
  value: string
  label: string
  checked: boolean
  onChoose: () => void
}) {
  return (
    <label className="flex min-h-6 items-start gap-3">
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={onChoose}
        className="mt-0.5 size-5 accent-ink"
      />
      {label}
    </label>
  )
}
