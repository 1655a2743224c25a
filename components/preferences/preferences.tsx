'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Section } from '@/components/ui/section'
import { applyPreference } from './apply'
import { Choice, type Preference, Toggle, type Value } from './preference-fields'

/** Minutes without a touch after which everything is closed; as document 003 has them. */
const IDLE_MINUTES = [0, 1, 5, 10, 15, 30, 60, 1440]

/** Everything that somebody may have their own way; kept and applied as soon as it is chosen. */
export function Preferences({ kept, zones }: { kept: Record<string, Preference>; zones: string[] }) {
  const t = useTranslations('preferences')
  const common = useTranslations('common')
  const router = useRouter()
  const [preferences, setPreferences] = useState(kept)
  const [failure, setFailure] = useState<Refused>()
  const [saved, setSaved] = useState(0)
  const put = (name: string, value: Value) =>
    setPreferences(all => ({ ...all, [name]: { value, locked: all[name]?.locked ?? false } }))
  const choose = async (name: string, value: Value) => {
    const before = preferences[name]?.value ?? null
    setFailure(undefined)
    put(name, value)
    try {
      await call('PUT', `/api/v1/user/preferences/${name}`, { body: { value } })
      setSaved(saved + 1)
      if (applyPreference(name, value)) router.refresh()
    } catch (error) {
      put(name, before)
      setFailure(asRefused(error))
    }
  }
  const act = (name: string, value: Value) => void choose(name, value)
  const of = <Name extends string>(name: Name) => ({ name, preference: preferences[name], choose: act })
  const idle = (minutes: number): [number, string] => [minutes, t('idle', { minutes })]
  return (
    <div>
      {failure && <FailureNotice failure={failure} />}
      <p role="status" key={saved} className="sr-only">
        {saved > 0 && t('saved')}
      </p>
      <Section title={t('sections.appearance')}>
        <Choice
          {...of('theme')}
          options={[
            ['system', common('theme.system')],
            ['light', common('theme.light')],
            ['dark', common('theme.dark')],
          ]}
        />
        <Choice
          {...of('lang')}
          options={[
            ['browser', t('browser')],
            ['en', 'English'],
            ['fr', 'Français'],
          ]}
        />
        <Choice {...of('timezone')} options={zones.map(zone => [zone, zone.replaceAll('_', ' ')])} />
      </Section>
      <Section title={t('sections.safety')}>
        <Choice {...of('kickUserAfter')} options={IDLE_MINUTES.map(idle)} />
      </Section>
      <Section title={t('sections.codes')}>
        <Toggle {...of('showOtpAsDot')} />
        <Toggle {...of('revealDottedOTP')} />
        <Toggle {...of('getOtpOnRequest')} />
        <Toggle {...of('showNextOtp')} />
        <Toggle {...of('formatPassword')} />
        <Choice
          {...of('formatPasswordBy')}
          options={[
            [0.5, t('halves')],
            [2, t('pairs')],
            [3, t('triples')],
          ]}
        />
      </Section>
      <Section title={t('sections.copying')}>
        <Toggle {...of('copyOtpOnDisplay')} />
        <Toggle {...of('closeOtpOnCopy')} />
        <Toggle {...of('clearSearchOnCopy')} />
        <Toggle {...of('viewDefaultGroupOnCopy')} />
      </Section>
      <Section title={t('sections.list')}>
        <Choice
          {...of('displayMode')}
          options={[
            ['list', t('list')],
            ['grid', t('grid')],
          ]}
        />
        <Choice
          {...of('sortOrder')}
          options={[
            ['asc', t('ascending')],
            ['desc', t('descending')],
          ]}
        />
        <Toggle {...of('sortCaseSensitive')} />
        <Toggle {...of('showAccountsIcons')} />
        <Toggle {...of('rememberActiveGroup')} />
      </Section>
    </div>
  )
}
