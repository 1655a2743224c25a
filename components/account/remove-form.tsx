'use client'

import { useTranslations } from 'next-intl'
import { signedOut } from '@/components/api'
import { ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { forgetCopy } from '@/components/vault/offline/forget'
import { useStepUp } from './step-up'

/** Removes the account of whoever types the phrase and proves that it is theirs. */
export function RemoveForm() {
  const t = useTranslations('account.remove')
  const call = useStepUp()
  const phrase = t('phrase')
  const send = async () => {
    await call('POST', '/api/auth/account/remove')
    await forgetCopy().catch(() => undefined)
    await signedOut('/?removed')
  }
  return (
    <Form
      send={send}
      check={values =>
        values.phrase?.trim().toLowerCase() === phrase.toLowerCase() ? [] : [{ field: 'phrase', fault: 'phrase' }]
      }
      className="grid max-w-md gap-4"
    >
      <Field
        name="phrase"
        label={t.rich('type', { phrase: () => <strong className="select-all">{phrase}</strong> })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
      />
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/account" kind="secondary">
          {t('keep')}
        </ButtonLink>
        <Submit kind="danger">{t('submit')}</Submit>
      </div>
    </Form>
  )
}
