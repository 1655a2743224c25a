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
  if (next === undefined) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, next)
  return leaveFor(url)
}

/** Where somebody wanted to go before they went to 42. */
export const nextAfterVisit = () => safeNext(sessionStorage.getItem(KEY) ?? FIRST_PAGE)

export const forgetNext = () => sessionStorage.removeItem(KEY)

const KEY = 'latchkey-intra-next'
