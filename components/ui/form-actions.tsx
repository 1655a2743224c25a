'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from './button'
import { DialogActions } from './dialog'
import { Submit } from './form'

/** The buttons of a form in a dialog: one leaves it, the other sends it. */
export function FormActions({ onCancel, children }: { onCancel: () => void; children: ReactNode }) {
  const t = useTranslations('common')
  return (
    <DialogActions>
      <Button kind="secondary" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Submit>{children}</Submit>
    </DialogActions>
  )
}
