'use client'

import { Mail, Smartphone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { OtherSessions } from './other-sessions'
import { type TrustedDevice, TrustedDevices } from './trusted-devices'
import { TurnOff } from './turn-off'

type Props = {
  kind: 'totp' | 'email' | undefined
  confirmedAt: Date | undefined
  codesLeft: number
  devices: TrustedDevice[]
}

/** What stands between a password and this account, and what can be done about it. */
export function FactorSettings({ kind, confirmedAt, codesLeft, devices }: Props) {
  const t = useTranslations('factors')
  const router = useRouter()
  const [wasTurnedOff, setTurnedOff] = useState(false)
  if (!kind)
    return (
      <div className="grid gap-6">
        {wasTurnedOff && (
          <>
            <Notice kind="good">{t('off.turnedOff')}</Notice>
            <OtherSessions />
          </>
        )}
        <p>{t('off.text')}</p>
        <Choices />
      </div>
    )
  return (
    <div>
      <Section title={t('on.status')}>
        <p className="flex items-center gap-3 font-medium">
          {kind === 'totp' ? <Smartphone aria-hidden className="size-5" /> : <Mail aria-hidden className="size-5" />}
          {t(`on.${kind}`)}
        </p>
        {confirmedAt && (
          <p className="text-ink-soft">{t.rich('on.since', { when: () => <Time at={confirmedAt} /> })}</p>
        )}
      </Section>
      <Section title={t('on.codes')} description={t('on.codesText')}>
        <p>{t('on.codesLeft', { left: codesLeft })}</p>
        <ButtonLink href="/account/recovery-codes" kind="secondary" className="justify-self-start">
          {t('on.codesLink')}
        </ButtonLink>
      </Section>
      <Section title={t('devices.title')} description={t('devices.text')}>
        <TrustedDevices devices={devices} />
      </Section>
      <Section title={t('turnOff.section')} description={t('turnOff.text')}>
        <TurnOff
          kind={kind}
          onDone={() => {
            setTurnedOff(true)
            router.refresh()
          }}
        />
      </Section>
    </div>
  )
}

const CHOICES = [
  { kind: 'app', icon: Smartphone, look: 'primary' },
  { kind: 'email', icon: Mail, look: 'secondary' },
] as const

function Choices() {
  const t = useTranslations('factors.off')
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {CHOICES.map(({ kind, icon: Icon, look }) => (
        <li key={kind} className="grid grid-rows-[auto_1fr_auto] gap-3 rounded-box border border-line bg-surface p-5">
          <h2 className="flex items-center gap-3 font-semibold">
            <Icon aria-hidden className="size-5 text-ink-soft" />
            {t(`${kind}.title`)}
          </h2>
          <p className="text-ink-soft">{t(`${kind}.text`)}</p>
          <ButtonLink href={`/account/two-factor/${kind}`} kind={look} className="justify-self-start">
            {t(`${kind}.begin`)}
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}
