'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { EntryIcon } from './entry-icon'

type Named = { service: string | null; account: string; icon: string | null }

/** The picture of an entry: one of the reader's own, the one that is known for its service, or the letter. */
export function IconField({ entry, onChange }: { entry: Named; onChange: (icon: string | null) => void }) {
  const t = useTranslations('vault.icon')
  const file = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const [isUnknown, setUnknown] = useState(false)
  const attempt = async (work: () => Promise<string | undefined>) => {
    setBusy(true)
    setFailure(undefined)
    setUnknown(false)
    await work()
      .then(
        icon => (icon ? onChange(icon) : setUnknown(true)),
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-2">
      <legend className="mb-1.5 font-medium text-sm">{t('label')}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <EntryIcon entry={entry} className="size-11" />
        <Button kind="secondary" busy={isBusy} onClick={() => file.current?.click()}>
          {t('choose')}
        </Button>
        {entry.service && (
          <Button kind="quiet" busy={isBusy} onClick={() => void attempt(() => suggestIcon(entry.service ?? ''))}>
            {t('suggest')}
          </Button>
        )}
        {entry.icon && (
          <Button kind="quiet" onClick={() => onChange(null)}>
            {t('remove')}
          </Button>
        )}
      </div>
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif,image/bmp,image/svg+xml"
        aria-label={t('file')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [picture] = target.files ?? []
          if (picture) void attempt(() => uploadIcon(picture))
          target.value = ''
        }}
      />
      {isUnknown && (
        <p role="status" className="text-ink-soft text-sm">
          {t('unknown')}
        </p>
      )}
      {failure && <FailureNotice failure={failure} />}
    </fieldset>
  )
}

async function uploadIcon(picture: File): Promise<string> {
  const form = new FormData()
  form.set('icon', picture)
  return (await call<{ filename: string }>('POST', '/api/v1/icons', { form })).filename
}

/** The icon that is known for a service. @returns undefined where there is none */
export const suggestIcon = async (service: string): Promise<string | undefined> =>
  (await call<{ filename: string } | undefined>('POST', '/api/v1/icons/default', { body: { service } }))?.filename
