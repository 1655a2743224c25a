'use client'

import { useCallback, useEffect, useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'

export type SettingValue = string | number | boolean

export type Setting = { key: string; value: SettingValue }

/** The settings of the instance, as document 003 serves them. */
export function useSettings() {
  const call = useStepUp()
  const [settings, setSettings] = useState<Setting[]>()
  const [failure, setFailure] = useState<Refused>()
  const load = useCallback(
    () => call<Setting[]>('GET', '/api/v1/settings').then(setSettings, error => setFailure(asRefused(error))),
    [call],
  )
  useEffect(() => void load(), [load])
  /** Document 003 takes no empty value: what is emptied is deleted. */
  const save = (key: string, value: SettingValue) =>
    value === ''
      ? call('DELETE', `/api/v1/settings/${encodeURIComponent(key)}`)
      : call('PUT', `/api/v1/settings/${encodeURIComponent(key)}`, { body: { value } })
  return {
    settings,
    /** Why there are none. */
    failure,
    load,
    save,
    add: (setting: Setting) => call('POST', '/api/v1/settings', { body: setting }),
    remove: (key: string) => call('DELETE', `/api/v1/settings/${encodeURIComponent(key)}`),
  }
}
