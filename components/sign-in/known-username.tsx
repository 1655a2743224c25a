'use client'

import { useEffect, useRef } from 'react'
import { readIdentifier } from './identifier'

/** Tells the password manager whose password is being chosen. */
export function KnownUsername({ value }: { value?: string }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current && !value) input.current.value = readIdentifier()
  }, [value])
  return <input ref={input} type="text" name="username" autoComplete="username" defaultValue={value} readOnly hidden />
}
