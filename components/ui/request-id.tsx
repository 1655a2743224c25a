'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'

const CopyButton = lazy(() => import('./copy-button').then(module => ({ default: module.CopyButton })))

/**
 * The id that names a failed request to those who help, with a button that copies it. Every page brings it along for its
 * errors, so it does without the weight of `next/dynamic`.
 */
export function RequestId({ id }: { id: string }) {
  const t = useTranslations('common')
  return (
    <div className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
      <p>{t.rich('requestId', { id: () => <code className="wrap-anywhere inline-block font-mono">{id}</code> })}</p>
      <Suspense>
        <CopyButton kind="secondary" size="small" text={id}>
          {t('copyRequestId')}
        </CopyButton>
      </Suspense>
    </div>
  )
}
