'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { forgetCopy } from './forget'

/** Takes the copy off this device, after a question that names what would be lost. */
export function ForgetCopy({ waiting, onForgotten }: { waiting: number; onForgotten: () => void }) {
  const t = useTranslations('offline.forget')
  const common = useTranslations('common')
  const [isAsked, setAsked] = useState(false)
  const forget = async () => {
    await forgetCopy()
    setAsked(false)
    onForgotten()
  }
  return (
    <>
      <Button kind="danger" className="justify-self-start" onClick={() => setAsked(true)}>
        {t('button')}
      </Button>
      <Dialog open={isAsked} onOpenChange={setAsked} title={t('title')} description={t('text', { count: waiting })}>
        <DialogActions>
          <Button kind="secondary" onClick={() => setAsked(false)}>
            {common('cancel')}
          </Button>
          <Button kind="danger-confirmed" onClick={() => void forget()}>
            {t('button')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
