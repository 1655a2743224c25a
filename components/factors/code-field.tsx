'use client'

import { type ComponentProps, type FormEvent, useRef } from 'react'
import { Field } from '@/components/ui/field'
import { isSixDigits, plainCode } from './code'

type Props = Omit<ComponentProps<typeof Field>, 'name'>

/** The one input for a code of six digits; once they are all there the form is sent, once for each value. */
export function CodeField(props: Props) {
  const sent = useRef('')
  const sendWhenWhole = ({ currentTarget }: FormEvent<HTMLInputElement>) => {
    const code = plainCode(currentTarget.value)
    if (!isSixDigits(code) || code === sent.current) return
    sent.current = code
    currentTarget.form?.requestSubmit()
  }
  return (
    <Field
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck={false}
      maxLength={16}
      autoFocus
      className="text-center font-mono text-xl tabular-nums tracking-[0.25em]"
      {...props}
      name="code"
      type="text"
      onInput={sendWhenWhole}
    />
  )
}

/** The input for a recovery code. */
export function RecoveryCodeField(props: Props) {
  return (
    <Field
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      className="font-mono"
      {...props}
      name="code"
      type="text"
    />
  )
}
