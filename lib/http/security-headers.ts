import { env } from '../env'

/** What every answer carries, page or API, whatever its status. */
export function securityHeaders(): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), clipboard-write=(self), geolocation=(), microphone=(), payment=()',
    ...(env().appUrl.protocol === 'https:' && {
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
    }),
  }
}

/** An answer of the API is data: it loads nothing and stands in no frame. */
export const API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'"

/**
 * A page runs only the scripts that carry its nonce (CSP level 3); one that reads QR codes may compile WebAssembly, too,
 * which gives a script no way to text that it could run.
 */
export function pageContentSecurityPolicy(nonce: string, path: string, development: boolean): string {
  const more = development ? " 'unsafe-eval'" : mayReadQrCodes(path) ? " 'wasm-unsafe-eval'" : ''
  const scripts = `'nonce-${nonce}' 'strict-dynamic'${more}`
  const secure = env().appUrl.protocol === 'https:' ? ['upgrade-insecure-requests'] : []
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...secure,
  ].join('; ')
}

/** The vault's pages, and those from which one moves there without loading anew: the first page's policy stays. */
const mayReadQrCodes = (path: string) => /^\/(vault|account|admin)(\/|$)/.test(path)
