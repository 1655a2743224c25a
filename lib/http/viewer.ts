import { cookies } from 'next/headers'
import { cache } from 'react'
import { Failure } from '../core/failures'
import { findViewerByRefreshToken, standingSession, type Viewer } from '../core/sessions'
import { type Bearer, readAccessToken } from '../core/tokens'

/** The token of an `Authorization: Bearer` header, spelled exactly so (RFC 6750, 2.1). */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(headers.get('authorization') ?? '')?.[1]
}

/** Whom an access token speaks of, by its signature alone; enough to know whose requests to count. */
export async function readBearer(headers: Headers): Promise<Bearer | undefined> {
  const token = bearerToken(headers)
  return token ? readAccessToken(token) : undefined
}

/** Who is calling. @throws Failure `not_authenticated`, `invalid_token` */
export async function authenticate(headers: Headers, bearer: Bearer | undefined): Promise<Viewer> {
  const viewer = bearer && (await standingSession(bearer.sessionId, bearer.userId))
  if (viewer) return viewer
  throw new Failure(bearerToken(headers) ? 'invalid_token' : 'not_authenticated')
}

/** Who is looking at a page, by the refresh cookie of their browser; nothing is rotated. Once per request. */
export const pageViewer = cache(async (): Promise<Viewer | undefined> => {
  const jar = await cookies()
  const [token, ...others] = jar.getAll('refresh_token')
  return token?.value && !others.length ? findViewerByRefreshToken(token.value) : undefined
})
