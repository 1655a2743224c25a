import { call, callAnonymously } from '@/components/api'
import { leaveFor } from '@/components/sign-in/challenge'
import { FIRST_PAGE, safeNext } from '@/components/sign-in/next-page'

/** What a visit to 42 is for. */
export type VisitPurpose = 'login' | 'link'

/** Where the newcomer's second way goes on once they are signed in. */
export const JOIN_PAGE = '/intra?type=join'

/**
 * Goes to 42, and comes back to `/intra`.
 *
 * @param next where to go once signed in; kept in this tab, since an address could be written by anybody.
 * @returns what never comes: the page is being left. @throws Refused
 */
export async function visit(type: VisitPurpose, next?: string): Promise<never> {
  const ask = type === 'link' ? call : callAnonymously
  const { url } = await ask<{ url: string }>('GET', `/api/oauth2/intra/url/?type=${type}`)
  forgetProof()
  if (next === undefined) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, next)
  return leaveFor(url)
}

/** Where somebody wanted to go before they went to 42. */
export const nextAfterVisit = () => safeNext(sessionStorage.getItem(KEY) ?? FIRST_PAGE)

export const forgetNext = () => sessionStorage.removeItem(KEY)

/** Notes in a tab that it goes to 42 to prove who is there, and neither to sign in nor to link. */
export const noteProof = (tab: Window) => tab.sessionStorage.setItem(PROOF_KEY, 'yes')

/** Whether this tab was last sent to 42 for a proof. */
export const isProof = () => sessionStorage.getItem(PROOF_KEY) !== null

export const forgetProof = () => sessionStorage.removeItem(PROOF_KEY)

const KEY = 'latchkey-intra-next'
const PROOF_KEY = 'latchkey-intra-proof'
