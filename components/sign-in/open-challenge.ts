import { useEffect, useState } from 'react'
import { Refused } from '@/components/refused'
import { dropChallenge, type KeptChallenge, readChallenge } from './challenge'

/** Why a challenge can no longer be met. */
export type Over = 'none' | 'expired' | 'tries'

type State = { open?: KeptChallenge; over?: Over; next?: string }

/**
 * The challenge of this tab, as long as it can be met.
 *
 * @returns neither `open` nor `over` while the page is not there yet.
 */
export function useOpenChallenge() {
  const [state, setState] = useState<State>({})
  useEffect(() => {
    const kept = readChallenge()
    if (!kept) return setState({ over: 'none' })
    const left = kept.expiresAt - Date.now()
    if (left <= 0) return setState({ over: 'expired', next: kept.next })
    setState({ open: kept })
    const timer = setTimeout(() => setState({ over: 'expired', next: kept.next }), left)
    return () => clearTimeout(timer)
  }, [])
  /** Learns from a refusal whether the challenge is over. @throws what it was given. */
  const learn = (error: unknown): never => {
    const over = error instanceof Refused ? overBy(error) : undefined
    if (over) {
      setState({ over, ...(state.open && { next: state.open.next }) })
      dropChallenge()
    }
    throw error
  }
  return { ...state, learn }
}

function overBy({ code, details }: Refused): Over | undefined {
  if (code === 'invalid_ticket') return 'expired'
  return details.triesLeft === 0 ? 'tries' : undefined
}
