'use client'

import { type ComponentProps, useCallback, useEffect, useRef } from 'react'
import { Field } from '@/components/ui/field'
import { isSixDigits, plainCode } from './code'

type Props = Omit<ComponentProps<typeof Field>, 'name'>

/** The one input for a code of six digits; once they are all there the form is sent, once for each value. */
export function CodeField(props: Props) {
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef('')
  const sendWhenWhole = useCallback(() => {
    const code = plainCode(input.current?.value)
    if (!isSixDigits(code) || code === sent.current) return
    sent.current = code
    input.current?.form?.requestSubmit()
  }, [])
  // What was typed before the page came to life counts, too.
  useEffect(sendWhenWhole, [sendWhenWhole])
  return (
    <Field
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck={false}
      maxLength={16}
      autoFocus
      className="text-center font-mono text-xl tabular-nums tracking-[0.25em]"
      {...props}
      ref={input}
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
