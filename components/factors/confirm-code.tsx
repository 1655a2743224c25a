'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { call } from '@/components/api'
import { Button } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { useClockHint } from './clock-hint'
import { CODE_PLACES, codeFault, plainCode } from './code'
import { CodeField } from './code-field'

type Props = {
  text: string
  onBack: () => void
  /** What is pending has run out. */
  onRestart: () => void
  onDone: (codes: string[]) => void
  children?: ReactNode
}

/** The step in which a first code turns the factor on. */
export function ConfirmCode({ text, onBack, onRestart, onDone, children }: Props) {
  const t = useTranslations('factors.setUp')
  const clock = useClockHint()
  const send = async ({ code }: Record<string, string>) => {
    const body = { code: plainCode(code) }
    const answer = call<{ codes: string[] }>('POST', '/api/2fa/validate/activate/', { body })
    onDone((await clock.watch(answer)).codes)
  }
  return (
    <div className="grid max-w-md gap-6">
      <p>{text}</p>
      <Form
        send={send}
        check={codeFault}
        places={CODE_PLACES}
        explain={failure => (
          <>
            <FailureNotice failure={failure} />
            {failure.code === 'factor_not_pending' && (
              <Button kind="secondary" onClick={onRestart}>
                {t('again')}
              </Button>
            )}
          </>
        )}
        className="grid gap-4"
      >
        <CodeField label={t('code')} />
        {clock.hint}
        <p className="text-ink-soft text-sm">{t('confirmNext')}</p>
        <div className="flex flex-wrap gap-3">
          <Button kind="secondary" onClick={onBack}>
            {t('back')}
          </Button>
          <Submit>{t('turnOn')}</Submit>
        </div>
      </Form>
      {children}
    </div>
  )
}

/** Out of a set-up in which nothing is on yet. */
export function LeaveForLater() {
  const t = useTranslations('factors.setUp')
  return (
    <p>
      <Link href="/account/two-factor" className="rounded-field text-ink-soft underline underline-offset-4">
        {t('leave')}
      </Link>
    </p>
  )
}
