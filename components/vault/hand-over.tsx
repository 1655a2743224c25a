'use client'

import { QrCode } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import type { ApiEntry } from './entries'

type Shown = { qrcode: string; secret: string }

/** The QR code and the key of an entry, for another device; shown only to who has proven who they are a moment ago. */
export function HandOver({ id, name }: { id: number; name: string }) {
  const t = useTranslations('vault.entry')
  const callProven = useStepUp()
  const [shown, setShown] = useState<Shown>()
  const [failure, setFailure] = useState<Refused>()
  const [isBusy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      const { qrcode } = await callProven<{ qrcode: string }>('GET', `/api/v1/twofaccounts/${id}/qrcode`)
      const { secret = '' } = await call<ApiEntry>('GET', `/api/v1/twofaccounts/${id}?withSecret=1`)
      setShown({ qrcode, secret: secret.replace(/=+$/, '') })
    } catch (error) {
      setFailure(asRefused(error))
    }
    setBusy(false)
  }
  if (!shown)
    return (
      <>
        {failure && <FailureNotice failure={failure} />}
        <Button kind="secondary" className="justify-self-start" busy={isBusy} onClick={() => void show()}>
          <QrCode aria-hidden />
          {t('show')}
        </Button>
      </>
    )
  return (
    <div className="grid gap-4">
      {/* biome-ignore lint/performance/noImgElement: the API draws it; it is in no file. */}
      <img
        src={shown.qrcode}
        alt={t('qrOf', { name })}
        className="w-full max-w-60 rounded-field border border-line bg-white p-2 [image-rendering:pixelated]"
      />
      <code className="select-all break-all rounded-field bg-wash p-3 font-mono text-sm">
        {shown.secret.match(/.{1,4}/g)?.join(' ')}
      </code>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={shown.secret}>{t('copyKey')}</CopyButton>
        <Button kind="quiet" onClick={() => setShown(undefined)}>
          {t('hide')}
        </Button>
      </div>
    </div>
  )
}
