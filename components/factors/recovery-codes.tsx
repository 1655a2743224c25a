'use client'

import { Download, Printer } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Checkbox } from '@/components/ui/field'
import { saveFile } from '@/components/ui/save-file'

type Props = { codes: string[]; account: string; onSaved: () => void }

/** Ten codes, shown this once: copy, download or print them, and say so. */
export function RecoveryCodes({ codes, account, onSaved }: Props) {
  const t = useTranslations('factors.codes')
  const format = useFormatter()
  const [isSaved, setSaved] = useState(false)
  const [now] = useState(() => new Date())
  useAskBeforeLeaving(!isSaved)
  const about = t('about', { account, date: format.dateTime(now, { dateStyle: 'long' }) })
  const download = () => saveFile(fileName(now), 'text/plain', [about, t('usage'), '', ...codes, ''].join('\n'))
  return (
    <div className="grid gap-6">
      <p>{t('text')}</p>
      <div data-printed className="grid gap-3 rounded-box border border-line bg-surface p-4">
        <p className="break-words text-ink-soft text-sm">{about}</p>
        <ol aria-label={t('list')} className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
          {codes.map((code, index) => (
            <li key={code} className="grid grid-cols-[2ch_1fr] items-baseline gap-3">
              <span aria-hidden className="text-right text-ink-soft text-sm tabular-nums">
                {index + 1}
              </span>
              <code className="font-mono text-xl tracking-wide">{code}</code>
            </li>
          ))}
        </ol>
        <p className="text-ink-soft text-sm">{t('usage')}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={codes.join('\n')}>{t('copy')}</CopyButton>
        <Button kind="secondary" onClick={download}>
          <Download aria-hidden />
          {t('download')}
        </Button>
        <Button kind="secondary" onClick={() => print()}>
          <Printer aria-hidden />
          {t('print')}
        </Button>
      </div>
      <Checkbox label={t('saved')} checked={isSaved} onChange={event => setSaved(event.target.checked)} />
      <Button disabled={!isSaved} className="justify-self-start" onClick={onSaved}>
        {t('continue')}
      </Button>
    </div>
  )
}

const fileName = (date: Date) => `latchkey-recovery-codes-${date.toISOString().slice(0, 10)}.txt`

/** The browser asks before the page is left; a link inside the application leaves it like any other then. */
function useAskBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    const leaveLoudly = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>('a[href]:not([download], [target])')
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      event.stopPropagation()
      location.assign(link.href)
    }
    addEventListener('beforeunload', ask)
    document.addEventListener('click', leaveLoudly, true)
    return () => {
      removeEventListener('beforeunload', ask)
      document.removeEventListener('click', leaveLoudly, true)
    }
  }, [active])
}
