'use client'

import { Share2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import type { CodeSource } from '@/lib/core/vault/otp'
import { codesAhead } from './codes-ahead'
import { type ApiEntry, entryOf, type VaultEntry } from './entries'
import { clock, useServerTime } from './use-clock'

const ShareCodes = dynamic(() => import('@/components/code-link/share-codes').then(module => module.ShareCodes))

/** Lets somebody else in for a few minutes: the key is fetched for as long as the dialog is open, the codes are made here. */
export function ShareButton({ entry: { id, service, account } }: { entry: VaultEntry }) {
  const t = useTranslations('vault.entry')
  const [source, setSource] = useState<CodeSource>()
  const [failure, setFailure] = useState<Refused>()
  const [isBusy, setBusy] = useState(false)
  useServerTime()
  const open = async () => {
    setBusy(true)
    setFailure(undefined)
    await call<ApiEntry>('GET', `/api/v1/twofaccounts/${id}?withSecret=1`)
      .then(said => setSource(entryOf(said) as CodeSource))
      .catch(error => setFailure(asRefused(error)))
    setBusy(false)
  }
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <Button kind="secondary" className="justify-self-start" busy={isBusy} onClick={() => void open()}>
        <Share2 aria-hidden />
        {t('shareButton')}
      </Button>
      {source && (
        <ShareCodes
          open
          onOpenChange={() => setSource(undefined)}
          service={service ?? ''}
          account={account}
          codesAhead={seconds => codesAhead(source, clock.seconds(), seconds)}
        />
      )}
    </>
  )
}
