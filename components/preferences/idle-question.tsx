'use client'

import { useTranslations } from 'next-intl'
import { leave } from '@/components/account/leave'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'

/** Asks whether anybody is still there; any key or press is an answer. */
export function IdleQuestion({ seconds, onStay }: { seconds: number; onStay: () => void }) {
  const t = useTranslations('preferences.stillThere')
  const common = useTranslations('common')
  return (
    <Dialog
      open
      onOpenChange={onStay}
      title={t('title')}
      description={t('text', { wait: common('about', { seconds: seconds > 10 ? 30 : 10 }) })}
    >
      <DialogActions>
        <Button kind="secondary" onClick={() => void leave()}>
          {t('leave')}
        </Button>
        <Button onClick={onStay}>{t('stay')}</Button>
      </DialogActions>
    </Dialog>
  )
}
