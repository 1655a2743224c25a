'use client'

import { useEffect, useState } from 'react'
import { hasWorker } from './worker'

/** Whether this device keeps a copy of a vault. */
export function useKeepsCopy(): boolean {
  const [keeps, setKeeps] = useState(false)
  useEffect(() => void hasWorker().then(setKeeps), [])
  return keeps
}
