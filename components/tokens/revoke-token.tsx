'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import type { Token } from './token-list'

/** Asks before a token is ended for good, and names it. */
export function RevokeToken({
  token,
  onClose,
  onRevoked,
}: {
  token: Token | undefined
  onClose: () => void
  onRevoked: (token: Token) => void
}) {
  const t = useTranslations('tokens.ask')
  const [failure, setFailure] = useState<Refused>()
  const [isBusy, setBusy] = useState(false)
  if (!token) return null
  const revoke = async () => {
    setBusy(true)
    setFailure(undefined)
    await call('DELETE', `/api/oauth/personal-access-tokens/${token.id}`)
      .then(
        () => onRevoked(token),
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('title', { name: token.name })} description={t('text')}>
      {failure && <FailureNotice failure={failure} />}
      <DialogActions>
        <Button kind="secondary" onClick={onClose}>
          {t('keep')}
        </Button>
        <Button kind="danger-confirmed" busy={isBusy} onClick={() => void revoke()}>
          {t('revoke')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
