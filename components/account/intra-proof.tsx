'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { call } from '@/components/api'
import { forgetProof, noteProof } from '@/components/intra/visit'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'

/** Proves by 42 that it is the owner, in a second tab, so that what was typed in this one stays. */
export function IntraProof({ onClose }: { onClose: (proven: boolean) => void }) {
  const t = useTranslations('account.stepUp')
  const [failure, setFailure] = useState<Refused>()
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL)
    channel.onmessage = () => onClose(true)
    return () => channel.close()
  }, [onClose])
  return (
    <>
      <p className="text-ink-soft text-sm">{t('intraHint')}</p>
      {failure && <FailureNotice failure={failure} />}
      <DialogActions>
        <Button kind="secondary" onClick={() => onClose(false)}>
          {t('cancel')}
        </Button>
        <Button onClick={() => void beginInNewTab().catch(error => setFailure(asRefused(error)))}>{t('intra')}</Button>
      </DialogActions>
    </>
  )
}

/** For the page where visits to 42 land: spends what came back as a proof, tells the tab that waits, and closes itself. */
export async function finishIntraProof() {
  forgetProof()
  await call('POST', '/api/account/identity/intra')
  new BroadcastChannel(CHANNEL).postMessage('proven')
  window.close()
}

/** The tab must be opened while the press lasts, or the browser takes it for a pop-up that nobody wanted. */
async function beginInNewTab() {
  const tab = window.open('about:blank')
  try {
    const { url } = await call<{ url: string }>('GET', '/api/oauth2/intra/url/?type=login')
    noteProof(tab ?? window)
    if (tab) tab.location.href = url
    else location.assign(url)
  } catch (error) {
    tab?.close()
    throw error
  }
}

const CHANNEL = 'latchkey-identity'
