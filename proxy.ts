import { type NextRequest, NextResponse } from 'next/server'
import { PAGE_PATH_HEADER } from './lib/http/private-headers'
import { pageContentSecurityPolicy, securityHeaders } from './lib/http/security-headers'

/**
 * Gives every page its headers, and a nonce of its own: Next puts it on the scripts of the page. The API sets its own in
 * `lib/http/endpoint.ts` and is kept out of here, because passing through costs.
 */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = pageContentSecurityPolicy(nonce, request.nextUrl.pathname, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(PAGE_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries(securityHeaders())) response.headers.set(name, value)
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  matcher: [
    '/((?!api(?:/|$)|_next/|auth(?:/|$)|oauth2(?:/|$)|2fa(?:/|$)|healthz|readyz|oauth/personal-access-tokens|\\.well-known/|icon\\.svg).*)',
  ],
}
