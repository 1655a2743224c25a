import { enter } from '@/components/api'

/** What the API answers to a first factor: signed in, or a challenge (`SW` authenticator app, `EM` code by e-mail). */
export type SignedIn = { access_token: string } | { token: string; type: FactorType }
export type FactorType = 'SW' | 'EM'

/** A second factor that is asked for, and where its owner wanted to go. */
export type KeptChallenge = { token: string; type: FactorType; next: string; expiresAt: number }

/** Where a second factor is asked for. */
export const CHALLENGE_PAGE = '/login/two-factor'

/**
 * Goes on after a first factor: to `next`, or to the page of the second factor.
 *
 * @returns what never comes: the page is being left, and its button stays busy until then.
 */
export function goOn(answer: SignedIn, next: string): Promise<never> {
  if ('access_token' in answer) {
    dropChallenge()
    enter(answer.access_token)
    return leaveFor(next)
  }
  keepChallenge(answer, next)
  return leaveFor(CHALLENGE_PAGE)
}

/** Loads another page of ours; nothing of this one goes on. */
export function leaveFor(page: string): Promise<never> {
  location.assign(page)
  return new Promise<never>(() => undefined)
}

/**
 * Keeps a challenge in this tab, over a reload and the back button. The ticket opens nothing but the second step, for
 * five minutes and five tries.
 */
export function keepChallenge({ token, type }: { token: string; type: FactorType }, next: string) {
  const kept: KeptChallenge = { token, type, next, expiresAt: Date.now() + CHALLENGE_MS }
  sessionStorage.setItem(KEY, JSON.stringify(kept))
}

/** @returns undefined when there is none; one that has run out has an `expiresAt` in the past. */
export function readChallenge(): KeptChallenge | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '') as KeptChallenge
  } catch {
    return undefined
  }
}

export function dropChallenge() {
  sessionStorage.removeItem(KEY)
}

const KEY = 'latchkey-challenge'
const CHALLENGE_MS = 5 * 60_000
