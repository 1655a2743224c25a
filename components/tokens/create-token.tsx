'use client'

import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import { Dialog } from '@/components/ui/dialog'
import { Field, inputLook, Labelled } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { Notice } from '@/components/ui/notice'
import { type Scope, ScopeFields } from './scope-fields'
import { ShownToken } from './shown-token'

/** Makes a token in a dialog, and shows it there this once: from then on only "I have stored it" closes the dialog. */
export function CreateToken({ open, onClose, scopes }: { open: boolean; onClose: () => void; scopes: Scope[] }) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const call = useStepUp()
  const [made, setMade] = useState<string>()
  const send = async (values: Record<string, string>) => {
    const body = {
      name: values.name,
      scopes: values.limited === 'yes' ? ticked(values, scopes) : [],
      expires_at: expiryOf(values.expiry)?.toISOString() ?? null,
    }
    const { accessToken } = await call<{ accessToken: string }>('POST', '/api/oauth/personal-access-tokens', { body })
    setMade(accessToken)
  }
  const check = (values: Record<string, string>) => [
    ...(values.name?.trim() ? [] : [{ field: 'name', fault: 'missing' }]),
    ...(values.limited === 'no' || ticked(values, scopes).length ? [] : [{ field: 'scopes', fault: 'missing' }]),
  ]
  const store = () => {
    setMade(undefined)
    onClose()
    router.refresh()
  }
  const shown = { title: t('shown.title'), description: t('shown.text'), dismissable: false, onOpenChange: () => {} }
  const form = { title: t('create.title'), onOpenChange: onClose }
  return (
    <Dialog open={open} wide {...(made ? shown : form)}>
      {made ? (
        <ShownToken token={made} onStored={store} />
      ) : (
        <Form send={send} check={check} className="grid gap-6">
          <Field name="name" label={t('create.name')} hint={t('create.nameHint')} maxLength={191} autoComplete="off" />
          <ScopeFields scopes={scopes} />
          <ExpiryField />
          <FormActions onCancel={onClose}>{t('create.submit')}</FormActions>
        </Form>
      )}
    </Dialog>
  )
}

const PRESETS = ['7', '30', '90', '365', 'never'] as const

/** When the token ends: a choice in words, and the date that it comes to. */
function ExpiryField() {
  const t = useTranslations('tokens.create')
  const format = useFormatter()
  const [preset, setPreset] = useState('90')
  const date = expiryOf(preset)
  const say = (days: (typeof PRESETS)[number]) =>
    days === 'never' ? t('never') : days === '365' ? t('year') : t('days', { days: Number(days) })
  return (
    <div className="grid gap-3">
      <Labelled
        name="expiry"
        label={t('expiry')}
        hint={date && t('until', { date: format.dateTime(date, { dateStyle: 'long' }) })}
      >
        {described => (
          <select
            {...described}
            name="expiry"
            value={preset}
            onChange={event => setPreset(event.target.value)}
            className={inputLook}
          >
            {PRESETS.map(days => (
              <option key={days} value={days}>
                {say(days)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {!date && <Notice kind="warn">{t('warning')}</Notice>}
    </div>
  )
}

const expiryOf = (preset = '') => (Number(preset) ? new Date(Date.now() + Number(preset) * 86_400_000) : undefined)

const ticked = (values: Record<string, string>, scopes: Scope[]) => scopes.filter(scope => values[scope] === 'on')
