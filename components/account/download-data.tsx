'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { saveFile } from '@/components/ui/save-file'

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

const save = (data: object) =>
  saveFile(
    `latchkey-account-${new Date().toISOString().slice(0, 10)}.json`,
    'application/json',
    JSON.stringify(data, null, 2),
  )
