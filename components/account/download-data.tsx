'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call, type Refused } from '@/components/api'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'

/** Everything that is kept about the account, as a file. */
export function DownloadData() {
  const t = useTranslations('account.data')
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const download = async () => {
    setBusy(true)
    setFailure(undefined)
    await call<object>('GET', '/api/account/export')
      .then(save)
      .catch(error => setFailure(asRefused(error)))
    setBusy(false)
  }
  return (
    <>
      <Button kind="secondary" busy={isBusy} className="justify-self-start" onClick={() => void download()}>
        <Download aria-hidden />
        {t('download')}
      </Button>
      {failure && <FailureNotice failure={failure} />}
    </>
  )
}

function save(data: object) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `latchkey-account-${new Date().toISOString().slice(0, 10)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
