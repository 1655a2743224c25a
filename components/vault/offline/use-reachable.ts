'use client'

import { useEffect, useState } from 'react'

/** So long until the server is looked for again: soon while it is away, since no browser tells when a server is back. */
const AGAIN_MS = { away: 4_000, there: 30_000 }

/** Whether the server can serve; undefined until that is known. */
export function useReachable(): boolean | undefined {
  const [isReachable, setReachable] = useState<boolean>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async () => {
      clearTimeout(timer)
      const answer = document.hidden
        ? undefined
        : await fetch('/api/readyz', { cache: 'no-store' }).catch(() => undefined)
      if (isOver) return
      clearTimeout(timer)
      if (!document.hidden) setReachable(answer?.ok ?? false)
      timer = setTimeout(look, answer?.ok ? AGAIN_MS.there : AGAIN_MS.away)
    }
    void look()
    for (const kind of SIGNS) addEventListener(kind, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      isOver = true
      clearTimeout(timer)
      for (const kind of SIGNS) removeEventListener(kind, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return isReachable
}

const SIGNS = ['online', 'offline'] as const
