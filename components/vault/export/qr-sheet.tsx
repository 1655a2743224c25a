'use client'

import { ArrowLeft, Printer } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { QRCodeSVG } from 'qrcode.react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { readOtpauth } from '@/lib/core/vault/otpauth'
import { nameOf } from '../entries'

/** What a QR code of middle error correction holds (ISO/IEC 18004, version 40-M). */
const MAX_QR_BYTES = 2331

/** QR codes to be printed, in place of the vault; nothing else of the page comes on the paper. */
export function QrSheet({ uris, onBack }: { uris: string[]; onBack: () => void }) {
  const t = useTranslations('transfer.sheet')
  const common = useTranslations('common')
  const format = useFormatter()
  return (
    <div className="grid gap-6">
      <PageTitle>{t('title', { count: uris.length })}</PageTitle>
      <Notice kind="warn">{t('lead')}</Notice>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => print()}>
          <Printer aria-hidden />
          {t('print')}
        </Button>
        <Button kind="secondary" onClick={onBack}>
          <ArrowLeft aria-hidden />
          {common('back')}
        </Button>
      </div>
      <div data-printed className="grid gap-4">
        <p className="hidden text-sm print:block">
          {t('made', { when: format.dateTime(new Date(), { dateStyle: 'long' }) })}
        </p>
        <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4 print:block">
          {uris.map(uri => (
            <Code key={uri} uri={uri} />
          ))}
        </ul>
      </div>
    </div>
  )
}

function Code({ uri }: { uri: string }) {
  const t = useTranslations('transfer.sheet')
  const read = readOtpauth(uri)
  const { service, account } = 'entry' in read ? read.entry : { service: null, account: uri }
  return (
    <li className="grid content-start justify-items-center gap-2 rounded-box border border-line p-3 text-center print:inline-block print:w-1/3 print:break-inside-avoid print:border-0">
      {uri.length > MAX_QR_BYTES ? (
        <p className="text-sm">{t('tooLong')}</p>
      ) : (
        <span className="w-full rounded-field bg-white p-1">
          <QRCodeSVG
            value={uri}
            level="M"
            marginSize={4}
            title={t('qrOf', { name: nameOf({ service, account }) })}
            className="h-auto w-full"
          />
        </span>
      )}
      <span className="grid w-full text-sm [overflow-wrap:anywhere]">
        {service && <span className="font-medium">{service}</span>}
        <span className="text-ink-soft">{account}</span>
      </span>
    </li>
  )
}
