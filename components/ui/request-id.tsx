'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'

const CopyButton = dynamic(() => import('./copy-button').then(module => module.CopyButton))

/** The id that names a failed request to those who help, with a button that copies it. */
export function RequestId({ id }: { id: string }) {
  const t = useTranslations('common')
  return (
    <div className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
      <p>{t.rich('requestId', { id: () => <code className="break-all font-mono">{id}</code> })}</p>
      <CopyButton kind="quiet" size="small" text={id}>
        {t('copyRequestId')}
      </CopyButton>
    </div>
  )
}
