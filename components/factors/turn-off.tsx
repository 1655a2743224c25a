'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import { SendAgain } from '@/components/sign-in/send-again'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { useClockHint } from './clock-hint'
import { CODE_PLACES, plainCode } from './code'

/** Turns the factor off: says what is lost, and asks for a code of it or a recovery code. */
export function TurnOff({ kind, onDone }: { kind: 'totp' | 'email'; onDone: () => void }) {
  const t = useTranslations('factors.turnOff')
  const [isAsking, setAsking] = useState(false)
  const clock = useClockHint()
  const send = async ({ code }: Record<string, string>) => {
    await clock.watch(call('DELETE', '/api/account/two-factor', { body: { code: plainCode(code) } }))
    setAsking(false)
    onDone()
  }
  return (
    <>
      <Button kind="danger" className="justify-self-start" onClick={() => setAsking(true)}>
        {t('begin')}
      </Button>
      <Dialog open={isAsking} onOpenChange={setAsking} title={t('title')} description={t('lost')}>
        <Form
          send={send}
          check={({ code }) => (code?.trim() ? [] : [{ field: 'code', fault: 'missing' }])}
          places={CODE_PLACES}
          className="grid gap-4"
        >
          <Field
            name="code"
            label={t('code')}
            hint={t(`hint.${kind}`)}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={32}
            autoFocus
            className="font-mono"
          />
          {clock.hint}
          <DialogActions>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('keep')}
            </Button>
            <Submit kind="danger-confirmed">{t('confirm')}</Submit>
          </DialogActions>
        </Form>
        {kind === 'email' && <SendAgain send={() => call('POST', '/api/2fa/otp/')} />}
      </Dialog>
    </>
  )
}
