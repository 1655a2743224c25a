'use client'

import Form from 'next/form'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import type { Messages } from '@/lib/messages'

export type State = keyof Messages['admin']['states']

/** Finds users; what was asked for stands in the address. */
export function UserSearch({ search, state, states }: { search: string; state: State | undefined; states: State[] }) {
  const t = useTranslations('admin')
  const id = useId()
  return (
    <Form action="/admin" role="search" className="grid gap-3 sm:grid-cols-[1fr_auto_auto] sm:items-end">
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-search`} className="font-medium text-sm">
          {t('users.search')}
        </label>
        <input
          id={`${id}-search`}
          name="search"
          type="search"
          defaultValue={search}
          maxLength={320}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className={inputLook}
        />
      </div>
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-state`} className="font-medium text-sm">
          {t('users.state')}
        </label>
        <select id={`${id}-state`} name="state" defaultValue={state ?? ''} className={inputLook}>
          <option value="">{t('users.any')}</option>
          {states.map(name => (
            <option key={name} value={name}>
              {t(`states.${name}`)}
            </option>
          ))}
        </select>
      </div>
      <Button type="submit" kind="secondary">
        {t('users.submit')}
      </Button>
    </Form>
  )
}
