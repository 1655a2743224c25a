'use client'

import { useCallback, useEffect, useState } from 'react'

/** A choice about how things look on this device, kept here; nothing secret. */
export function useKept<T>(name: string, usual: T): [T, (value: T) => void] {
  const key = `vault.${name}`
  const [value, setValue] = useState(usual)
  useEffect(() => {
    try {
      const kept = localStorage.getItem(key)
      if (kept !== null) setValue(JSON.parse(kept))
    } catch {
      localStorage.removeItem(key)
    }
  }, [key])
  const choose = useCallback(
    (chosen: T) => {
      setValue(chosen)
      localStorage.setItem(key, JSON.stringify(chosen))
    },
    [key],
  )
  return [value, choose]
}
