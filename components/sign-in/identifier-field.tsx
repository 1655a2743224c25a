'use client'

import { type ComponentProps, useEffect, useRef } from 'react'
import { Field } from '@/components/ui/field'
import { readIdentifier } from './identifier'

/** Who somebody is; what they typed on the page before is filled in. */
export function IdentifierField({ onlyEmail, ...props }: ComponentProps<typeof Field> & { onlyEmail?: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const known = readIdentifier()
    const field = input.current
    if (!field || field.value || (onlyEmail && !known.includes('@'))) return
    field.value = known
    // Whoever is about to type in it already replaces the name, and adds nothing to it.
    if (document.activeElement === field) field.select()
  }, [onlyEmail])
  return (
    <Field
      autoCapitalize="none"
      spellCheck={false}
      maxLength={320}
      {...props}
      ref={input}
      {...(onlyEmail && { type: 'email', autoComplete: 'email', inputMode: 'email' })}
    />
  )
}

/** Good enough to tell a slip from an address; the server looks closely. */
export const looksLikeEmail = (text: string | undefined) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text?.trim() ?? '')

export const emailFault = (field: string, email: string | undefined) => {
  if (!email?.trim()) return [{ field, fault: 'missing' }]
  return looksLikeEmail(email) ? [] : [{ field, fault: 'format', expected: 'email' }]
}
