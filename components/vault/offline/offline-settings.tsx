'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { NewPasswordField, passwordFault } from '@/components/ui/new-password-field'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import type { VaultPreferences } from '../preferences'
import { readSummary, type Summary, turnOn } from './copy'
import { ForgetCopy } from './forget-copy'
import { MadeAt } from './made-at'
import { canWorkOffline } from './worker'

/** Whoever has the device can guess as often as they like: more is asked than of a password. */
const LEAST = 12

type State = 'looking' | 'impossible' | 'off' | Summary

/** Where a copy of the vault for times without network is turned on and off; it is off until somebody does. */
export function OfflineSettings({ accountId, preferences }: { accountId: string; preferences: VaultPreferences }) {
  const t = useTranslations('offline.settings')
  const [state, setState] = useState<State>('looking')
  const look = async () => setState(canWorkOffline() ? ((await readSummary()) ?? 'off') : 'impossible')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once.
  useEffect(() => void look(), [])
  return (
    <Section id="offline" title={t('title')} description={t('text')}>
      {state === 'looking' && <Skeleton className="h-24" />}
      {state === 'impossible' && <Notice>{t('impossible')}</Notice>}
      {state === 'off' && <TurnOn send={passphrase => turnOn(accountId, passphrase, preferences).then(look)} />}
      {typeof state === 'object' && <TurnedOn summary={state} isOwn={state.account === accountId} onForgotten={look} />}
    </Section>
  )
}

function TurnOn({ send }: { send: (passphrase: string) => Promise<void> }) {
  const t = useTranslations('offline.settings')
  return (
    <Form send={({ passphrase = '' }) => send(passphrase)} check={check} className="grid gap-4">
      <p className="text-sm">{t('what')}</p>
      <NewPasswordField name="passphrase" label={t('passphrase')} least={LEAST} />
      <PasswordField name="again" label={t('again')} hint={t('againHint')} autoComplete="new-password" />
      <Submit className="justify-self-start">{t('submit')}</Submit>
    </Form>
  )
}

const check = ({ passphrase, again }: Record<string, string>) => {
  const faults = passwordFault('passphrase', passphrase, LEAST)
  return faults.length || passphrase === again ? faults : [{ field: 'again', fault: 'not_same' }]
}

type OnProps = { summary: Summary; isOwn: boolean; onForgotten: () => void }

function TurnedOn({ summary: { at, waiting }, isOwn, onForgotten }: OnProps) {
  const t = useTranslations('offline.settings')
  return (
    <>
      <Notice kind={isOwn ? 'good' : 'warn'}>
        {t.rich(isOwn ? 'on' : 'foreign', { when: () => <MadeAt at={at} /> })}
      </Notice>
      {isOwn && <p className="text-sm">{t('onText')}</p>}
      <ForgetCopy waiting={waiting} onForgotten={onForgotten} />
    </>
  )
}
