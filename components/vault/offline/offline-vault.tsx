'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { PageTitle } from '@/components/ui/page-title'
import { VaultSkeleton } from '../notices'
import { type Opened, openCopy, readSummary, type Summary } from './copy'
import { ForgetCopy } from './forget-copy'
import { MadeAt } from './made-at'
import { OpenedCopy } from './opened-copy'

/** The vault as this device keeps it: locked, until the passphrase is typed. */
export function OfflineVault() {
  const t = useTranslations('offline')
  const [summary, setSummary] = useState<Summary | 'none'>()
  const [opened, setOpened] = useState<Opened>()
  const look = () => void readSummary().then(kept => setSummary(kept ?? 'none'))
  useEffect(look, [])
  const lock = () => {
    setOpened(undefined)
    look()
  }
  if (opened) return <OpenedCopy opened={opened} onLock={lock} />
  return (
    <div className="grid max-w-[720px] gap-6">
      <PageTitle {...(summary === 'none' && { lead: t('none.lead') })}>{t('title')}</PageTitle>
      {!summary && <VaultSkeleton />}
      {summary === 'none' && (
        <Empty action={<Button onClick={() => location.assign('/vault')}>{t('toVault')}</Button>}>
          {t('none.text')}
        </Empty>
      )}
      {summary && summary !== 'none' && <Locked summary={summary} onOpened={setOpened} onForgotten={look} />}
    </div>
  )
}

type LockedProps = { summary: Summary; onOpened: (opened: Opened) => void; onForgotten: () => void }

function Locked({ summary: { at, waiting }, onOpened, onForgotten }: LockedProps) {
  const t = useTranslations('offline')
  return (
    <div className="grid max-w-md gap-4">
      <p className="text-ink-soft">{t.rich('locked', { when: () => <MadeAt at={at} /> })}</p>
      {waiting > 0 && <p>{t('waiting.locked', { count: waiting })}</p>}
      <Form
        send={async ({ passphrase = '' }) => onOpened(await openCopy(passphrase))}
        check={given}
        className="grid gap-4"
      >
        <PasswordField name="passphrase" label={t('passphrase')} autoComplete="off" autoFocus />
        <Submit wide>{t('unlock')}</Submit>
      </Form>
      <p className="text-ink-soft text-sm">{t('forgotten')}</p>
      <ForgetCopy waiting={waiting} onForgotten={onForgotten} />
    </div>
  )
}

const given = ({ passphrase }: Record<string, string>) =>
  passphrase ? [] : [{ field: 'passphrase', fault: 'missing' }]
