'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogActions } from '@/components/ui/dialog'

/** A token, this once: with a command that tries it. Leaving the page before it is stored is asked about. */
export function ShownToken({ token, onStored }: { token: string; onStored: () => void }) {
  const t = useTranslations('tokens.shown')
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [])
  const command = `curl ${location.origin}/api/v1/twofaccounts -H "authorization: Bearer ${token}"`
  return (
    <div className="grid gap-6">
      <Copyable label={t('token')} text={token} copy={t('copy')} />
      <Copyable label={t('try')} text={command} copy={t('copyCommand')} />
      <DialogActions>
        <Button onClick={onStored}>{t('stored')}</Button>
      </DialogActions>
    </div>
  )
}

function Copyable({ label, text, copy }: { label: string; text: string; copy: string }) {
  return (
    <div className="grid gap-2">
      <p className="font-medium text-sm">{label}</p>
      <code className="select-all break-all rounded-field bg-wash p-3 font-mono text-sm">{text}</code>
      <div>
        <CopyButton text={text}>{copy}</CopyButton>
      </div>
    </div>
  )
}
