'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { call } from '@/components/api'
import { plainCode } from '@/components/factors/code'
import type { FactorType } from '@/components/sign-in/challenge'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field, PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { IntraProof } from './intra-proof'

type Props = { methods: string[]; onClose: (proven: boolean) => void }

/** Asks for what the API accepts as a proof of identity. */
export function StepUpDialog({ methods, onClose }: Props) {
  const t = useTranslations('account.stepUp')
  const [method] = methods
  return (
    <Dialog open onOpenChange={() => onClose(false)} title={t('title')} description={t('text')}>
      {method === 'intra' ? (
        <IntraProof onClose={onClose} />
      ) : (
        <Form
          send={async ({ password, code }) => {
            await call('POST', '/api/account/identity', {
              body: method === 'code' ? { code: plainCode(code) } : { password },
            })
            onClose(true)
          }}
          check={values => (values.password || values.code?.trim() ? [] : [{ field: method ?? '', fault: 'missing' }])}
          places={{ wrong_password: 'password', invalid_code: 'code', code_already_used: 'code' }}
          className="grid gap-4"
        >
          {method === 'code' ? (
            <CodeField />
          ) : (
            <PasswordField name="password" label={t('password')} autoComplete="current-password" autoFocus />
          )}
          <DialogActions>
            <Button kind="secondary" onClick={() => onClose(false)}>
              {t('cancel')}
            </Button>
            <Submit>{t('confirm')}</Submit>
          </DialogActions>
        </Form>
      )}
    </Dialog>
  )
}

/** A code of the factor, or a recovery code; where codes come by e-mail, one is on its way. */
function CodeField() {
  const t = useTranslations('account.stepUp')
  const [type, setType] = useState<FactorType>()
  useEffect(() => {
    void call<{ type: FactorType }>('GET', '/api/2fa/manage/')
      .then(async ({ type }) => {
        if (type === 'EM') await call('POST', '/api/2fa/otp/')
        setType(type)
      })
      .catch(() => undefined)
  }, [])
  return (
    <Field
      name="code"
      label={t('code')}
      hint={t(type === 'EM' ? 'codeByMail' : 'codeHint')}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      autoFocus
    />
  )
}
