'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import { EmailField, UsernameField } from '@/components/sign-in/account-fields'
import { emailFault } from '@/components/sign-in/identifier-field'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Checkbox } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { Notice } from '@/components/ui/notice'

/** Makes an account for somebody, who chooses their password by a link that is mailed to them. */
export function AddUser() {
  const t = useTranslations('admin.add')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [added, setAdded] = useState<string>()
  const finish = (email: string) => {
    setOpen(false)
    setAdded(email)
    router.refresh()
  }
  return (
    <>
      <Button onClick={() => setOpen(true)} className="justify-self-start">
        {t('open')}
      </Button>
      {added && <Notice kind="good">{t('done', { email: added })}</Notice>}
      <Dialog open={isOpen} onOpenChange={setOpen} title={t('title')} description={t('text')}>
        <AddForm onClose={() => setOpen(false)} onAdded={finish} />
      </Dialog>
    </>
  )
}

function AddForm({ onClose, onAdded }: { onClose: () => void; onAdded: (email: string) => void }) {
  const t = useTranslations('admin.add')
  const call = useStepUp()
  const send = async ({ email = '', name, admin }: Record<string, string>) => {
    const body = { email: email.trim(), name, role: admin ? 'admin' : 'user' }
    await call('POST', '/api/admin/users', { body })
    onAdded(body.email)
  }
  const check = ({ email, name }: Record<string, string>) => [
    ...emailFault('email', email),
    ...(name ? [] : [{ field: 'name', fault: 'missing' }]),
  ]
  return (
    <Form send={send} check={check} className="grid gap-4">
      <EmailField name="email" label={t('email')} autoComplete="off" required />
      <UsernameField name="name" label={t('username')} hint={t('usernameHint')} autoComplete="off" required />
      <Checkbox name="admin" label={t('admin')} hint={t('adminHint')} />
      <FormActions onCancel={onClose}>{t('submit')}</FormActions>
    </Form>
  )
}
