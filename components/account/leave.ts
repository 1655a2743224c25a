import { call, signedOut } from '@/components/api'
import { Refused } from '@/components/refused'
import { forgetSavedCopy } from '@/components/vault/offline/forget'

/**
 * Signs out here and in all other tabs, and shows the sign-in page. A copy of the vault on this device goes, too, unless
 * whoever it is shall come back.
 *
 * @param next where signing in again leads back to.
 * @throws Refused `network`: nothing has happened.
 */
export async function leave(next?: string) {
  await call('POST', '/api/auth/logout').catch(error => {
    if (error instanceof Refused && error.code === 'network') throw error
  })
  if (!next) await forgetSavedCopy().catch(() => undefined)
  await signedOut(next ? `/login?next=${encodeURIComponent(next)}` : '/login')
}
