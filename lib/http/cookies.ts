import { env } from '../env'

/** The cookies of the documents, and two of our own. None of them is ever readable by a script. */
export type CookieName = 'refresh_token' | 'state_token' | 'api_token' | 'trusted_device' | 'intra_newcomer'

/** The value of a cookie; undefined when it is missing, or sent twice: somebody else may have planted the other one. */
export function readCookie(headers: Headers, name: CookieName | 'language'): string | undefined {
  const values = (headers.get('cookie') ?? '')
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`))
    .map(pair => pair.slice(name.length + 1))
  return values.length === 1 && values[0] ? values[0] : undefined
}

export function setCookie(headers: Headers, name: CookieName, value: string, expiresAt: Date) {
  const seconds = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000))
  headers.append('set-cookie', `${name}=${value}; Max-Age=${seconds}; ${attributes()}`)
}

export function clearCookie(headers: Headers, name: CookieName) {
  headers.append('set-cookie', `${name}=; Max-Age=0; ${attributes()}`)
}

const attributes = () => `Path=/; HttpOnly; SameSite=Lax${env().secureCookies ? '; Secure' : ''}`
