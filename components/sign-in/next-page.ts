/** Where a signed-in person begins. */
export const FIRST_PAGE = '/account'

/**
 * Where to go after signing in: a page of ours that was asked for, and nothing else. What could lead to another origin,
 * in any spelling of browsers (`//host`, `/\host`, tabs between), becomes {@link FIRST_PAGE}.
 */
export function safeNext(wanted: string | string[] | undefined): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return FIRST_PAGE
  const url = URL.canParse(wanted, OURS) ? new URL(wanted, OURS) : undefined
  if (url?.origin !== OURS || /^\/(api|login)(\/|$)/.test(url.pathname)) return FIRST_PAGE
  return url.pathname + url.search + url.hash
}

const OURS = 'https://latchkey.invalid'
