'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { applyPreference, isRemembered } from './apply'

type Props = { theme: string; lang: string; timezone: string }

/** Brings what somebody has chosen elsewhere to this browser. Who has chosen nothing keeps what this browser does. */
export function ApplyPreferences({ theme, lang, timezone }: Props) {
  const router = useRouter()
  useEffect(() => {
    const wanted = [
      ['theme', theme, 'system'],
      ['lang', lang, 'browser'],
      ['timezone', timezone, 'UTC'],
    ] as const
    const changed = wanted.filter(([name, value, usual]) => value !== usual && !isRemembered(name, value))
    if (changed.map(([name, value]) => applyPreference(name, value)).includes(true)) router.refresh()
  }, [theme, lang, timezone, router])
  return null
}
