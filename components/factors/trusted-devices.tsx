'use client'

import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Time } from '@/components/ui/time'
import { nameDevice } from '@/lib/messages/devices'

export type TrustedDevice = { id: string; address: string; device: string; createdAt: Date; expiresAt: Date }

/** The browsers that are not asked for a code; each can be asked again. */
export function TrustedDevices({ devices }: { devices: TrustedDevice[] }) {
  const t = useTranslations('factors.devices')
  const router = useRouter()
  const [busy, setBusy] = useState('')
  const [said, setSaid] = useState('')
  const [failure, setFailure] = useState<Refused>()
  const forget = async ({ id, device }: TrustedDevice, name: string) => {
    setBusy(id)
    setFailure(undefined)
    await call('DELETE', `/api/account/trusted-devices/${id}`).then(
      () => {
        setSaid(t('forgotten', { name: name || device }))
        router.refresh()
      },
      error => setFailure(asRefused(error)),
    )
    setBusy('')
  }
  return (
    <>
      {devices.length ? (
        <ul className="grid">
          {devices.map(device => (
            <Device
              key={device.id}
              device={device}
              isBusy={busy === device.id}
              onForget={name => forget(device, name)}
            />
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft">{t('none')}</p>
      )}
      {failure && <FailureNotice failure={failure} />}
      <p role="status" className={said ? 'text-sm' : 'sr-only'}>
        {said}
      </p>
    </>
  )
}

type DeviceProps = { device: TrustedDevice; isBusy: boolean; onForget: (name: string) => Promise<void> }

function Device({ device: { device, address, createdAt, expiresAt }, isBusy, onForget }: DeviceProps) {
  const t = useTranslations('factors.devices')
  const common = useTranslations('common')
  const format = useFormatter()
  const name = common('device', nameDevice(device))
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-line border-b py-3 first:pt-0 last:border-b-0">
      <div className="grid min-w-0 gap-0.5">
        <p className="break-words font-medium">{name}</p>
        <p className="break-words text-ink-soft text-sm">
          {t.rich('since', { address, when: () => <Time at={createdAt} /> })}
        </p>
        <p className="text-ink-soft text-sm">
          {t.rich('until', {
            date: () => (
              <time dateTime={new Date(expiresAt).toISOString()}>
                {format.dateTime(new Date(expiresAt), { dateStyle: 'long' })}
              </time>
            ),
          })}
        </p>
      </div>
      <Button
        kind="secondary"
        aria-label={t('forgetNamed', { name })}
        busy={isBusy}
        onClick={() => void onForget(name)}
      >
        {t('forget')}
      </Button>
    </li>
  )
}
