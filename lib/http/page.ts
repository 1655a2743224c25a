import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { listPreferences } from '../core/preferences'
import { findViewerByRefreshToken } from '../core/refresh'
import type { Viewer } from '../core/sessions'
import { PAGE_PATH_HEADER, REQUEST_ID_HEADER } from './private-headers'

/** Who is looking at a page, by the refresh cookie of their browser; nothing is rotated. Once per request. */
export const pageViewer = cache(async (): Promise<Viewer | undefined> => {
  const jar = await cookies()
  const [token, ...others] = jar.getAll('refresh_token')
  return token?.value && !others.length ? findViewerByRefreshToken(token.value) : undefined
})

/** Who is looking at a page for signed-in people; anybody else is sent to sign in, and comes back here afterwards. */
export async function requirePageViewer(): Promise<Viewer> {
  const viewer = await pageViewer()
  if (viewer) return viewer
  const path = (await headers()).get(PAGE_PATH_HEADER) ?? '/account'
  redirect(`/login?next=${encodeURIComponent(path)}`)
}

/** Who is looking at a page for administrators; for anybody else who is signed in, there is no such page. */
export async function requirePageAdministrator(): Promise<Viewer> {
  const viewer = await requirePageViewer()
  if (viewer.role !== 'admin') notFound()
  return viewer
}

/** What whoever looks at a page prefers. Once per request. */
export const pagePreferences = cache(listPreferences)

/** Names this request to those who help: the id that the log has. */
export async function pageRequestId(): Promise<string | undefined> {
  return (await headers()).get(REQUEST_ID_HEADER) ?? undefined
}
