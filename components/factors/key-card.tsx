'use client'

import { useTranslations } from 'next-intl'
import { QRCodeSVG } from 'qrcode.react'
import { CopyButton } from '@/components/ui/copy-button'

/** A secret on its way into an authenticator app. */
export type PendingKey = { secret: string; uri: string }

/** Three ways into the app: the QR code, always on white; the key to type; the address that opens an app on this device. */
export function KeyCard({ pending: { secret, uri }, account }: { pending: PendingKey; account: string }) {
  const t = useTranslations('factors.key')
  return (
    <div className="grid gap-6 md:grid-cols-[auto_1fr] md:items-center">
      <div className="order-last justify-self-center rounded-box border border-line bg-white p-1 md:order-first">
        <QRCodeSVG value={uri} size={224} level="M" marginSize={4} title={t('qr', { account })} />
      </div>
      <div className="grid content-center justify-items-start gap-4">
        <p>
          <a href={uri} className="inline-flex min-h-11 items-center rounded-field underline underline-offset-4">
            {t('open')}
          </a>
        </p>
        <div className="grid gap-1">
          <p className="text-ink-soft text-sm">{t('manual')}</p>
          <code className="break-words font-mono text-lg">{groupByFour(secret)}</code>
        </div>
        <CopyButton text={secret}>{t('copy')}</CopyButton>
      </div>
    </div>
  )
}

const groupByFour = (text: string) => (text.match(/.{1,4}/g) ?? []).join(' ')
