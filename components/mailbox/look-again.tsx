'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Looks for new mail while somebody is looking. */
export function LookAgain() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), 2000)
    return () => clearInterval(timer)
  }, [router])
  return null
}
