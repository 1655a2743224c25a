'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { inputLook } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type Parcel, sealParcel } from './parcel'

type CodeLink = { id: string; label: string; opens: number; created_at: string; expires_at: string }

const MINUTES = [2, 5, 10] as const

type ShareCodesProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  service: string
  account: string
  /** Every code from now until so many seconds later; computed here, so that the server never sees one. */
  codesAhead: (seconds: number) => Pick<Parcel, 'codes' | 'until'>
}

/** Hands out the codes of the next minutes by a link whose key stays in its fragment; shows and ends those that are open. */
export function ShareCodes({ open, onOpenChange, service, account, codesAhead }: ShareCodesProps) {
  const t = useTranslations('codeLink.share')
  const locale = useLocale()
  const [url, setUrl] = useState('')
  const [busyMinutes, setBusyMinutes] = useState<number>()
  const [failure, setFailure] = useState<Refused>()
  const { links, refresh } = useLinks(open, setFailure)
  const share = async (minutes: number) => {
    setBusyMinutes(minutes)
    setFailure(undefined)
    try {
      const { parcel, key } = sealParcel({ service, account, ...codesAhead(minutes * 60) })
      const body = { label: service || account, parcel, minutes }
      const { id } = await call<{ id: string }>('POST', '/api/account/code-links', { body })
      setUrl(`${location.origin}/codes/${id}#${key}`)
      await refresh()
    } catch (error) {
      setFailure(asRefused(error))
    } finally {
      setBusyMinutes(undefined)
    }
  }
  const revoke = (id: string) =>
    call('DELETE', `/api/account/code-links/${id}`)
      .then(refresh)
      .catch(error => setFailure(asRefused(error)))
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name: service || account })}
      description={t('text')}
    >
      {failure && <FailureNotice failure={failure} />}
      <fieldset className="flex flex-wrap gap-3">
        <legend className="mb-2 font-medium text-sm">{t('howLong')}</legend>
        {MINUTES.map(minutes => (
          <Button key={minutes} kind="secondary" busy={busyMinutes === minutes} onClick={() => void share(minutes)}>
            {new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes)}
          </Button>
        ))}
      </fieldset>
      {url && (
        <div className="grid gap-2">
          <label className="grid gap-1.5 font-medium text-sm">
            {t('link')}
            <input readOnly value={url} className={inputLook} onFocus={event => event.target.select()} />
          </label>
          <CopyButton text={url}>{t('copy')}</CopyButton>
        </div>
      )}
      {links.length > 0 && (
        <ul aria-label={t('open')} className="grid gap-2">
          {links.map(({ id, label, opens, expires_at }) => (
            <li key={id} className="flex items-center justify-between gap-3 rounded-box border border-line p-3 text-sm">
              <span>
                <span className="block font-medium">{label}</span>
                <span className="text-ink-soft">
                  {t('opened', { opens })} · {t.rich('ends', { time: () => <Time at={expires_at} /> })}
                </span>
              </span>
              <Button
                kind="danger"
                size="small"
                aria-label={t('endNamed', { name: label })}
                onClick={() => void revoke(id)}
              >
                {t('end')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <DialogActions>
        <Button kind="secondary" onClick={() => onOpenChange(false)}>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** The open links, asked for again every few seconds, because others open them. */
function useLinks(isShown: boolean, fail: (failure: Refused) => void) {
  const [links, setLinks] = useState<CodeLink[]>([])
  const refresh = useCallback(
    () => call<CodeLink[]>('GET', '/api/account/code-links').then(setLinks, error => fail(asRefused(error))),
    [fail],
  )
  useEffect(() => {
    if (!isShown) return
    void refresh()
    const timer = setInterval(() => void refresh(), 10_000)
    return () => clearInterval(timer)
  }, [isShown, refresh])
  return { links, refresh }
}
