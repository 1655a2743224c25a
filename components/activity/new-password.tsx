'use client'

import { useTranslations } from 'next-intl'
import { call } from '@/components/api'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'

/** What is left to do after an alarm: a new password, for an account that has one. */
export function NewPassword({ hasPassword, onDone }: { hasPassword: boolean; onDone: () => void }) {
  const t = useTranslations('activity.alarm')
  const common = useTranslations('common')
  const send = async ({ current_password, new_password }: Record<string, string>) => {
    await call('PUT', '/api/account/password', { body: { current_password, new_password } })
    onDone()
  }
  if (!hasPassword)
    return (
      <DialogActions>
        <Button onClick={onDone}>{common('done')}</Button>
      </DialogActions>
    )
  return (
    <Form send={send} check={check} className="grid gap-4">
      <PasswordField name="current_password" label={t('current')} autoComplete="current-password" />
      <PasswordField name="new_password" label={t('new')} hint={t('hint')} autoComplete="new-password" />
      <DialogActions>
        <Button kind="quiet" onClick={onDone}>
          {t('later')}
        </Button>
        <Submit>{t('newPassword')}</Submit>
      </DialogActions>
    </Form>
  )
}

const check = (values: Record<string, string>) =>
  ['current_password', 'new_password'].filter(field => !values[field]).map(field => ({ field, fault: 'missing' }))
