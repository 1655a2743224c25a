import { remember, showTheme } from '@/components/page-footer'
import type { Value } from './preference-fields'

/** The cookie in which this browser keeps a preference for the first paint. */
const COOKIES = { theme: 'theme', lang: 'language', timezone: 'timezone' } as const

type Painted = keyof typeof COOKIES

const isPainted = (name: string): name is Painted => Object.hasOwn(COOKIES, name)

/** Makes a choice felt in this browser. @returns whether the page has to be asked for anew. */
export function applyPreference(name: string, value: Value): boolean {
  if (!isPainted(name)) return false
  remember(COOKIES[name], String(value))
  if (name === 'theme') showTheme(String(value))
  return name !== 'theme'
}

/** Whether this browser does so already. */
export const isRemembered = (name: Painted, value: string) =>
  document.cookie.split('; ').includes(`${COOKIES[name]}=${value}`)
