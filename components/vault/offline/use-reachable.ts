'use client'

import { useEffect, useState } from 'react'

/** So often the server is looked for. */
const EVERY_MS = 20_000

/** Whether the server can serve; undefined until that is known. */
export function useReachable(): boolean | undefined {
  const [isReachable, setReachable] = useState<boolean>()
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return
      const answer = await fetch('/api/readyz', { cache: 'no-store' }).catch(() => undefined)
      setReachable(answer?.ok ?? false)
    }
    void look()
    const timer = setInterval(look, EVERY_MS)
    for (const kind of SIGNS) addEventListener(kind, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      for (const kind of SIGNS) removeEventListener(kind, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return isReachable
}

const SIGNS = ['online', 'offline'] as const
