import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { catalogue, preferredLocale } from '.'
import { isLocale } from './locales'

/** Which language a page speaks: the one that was chosen in this browser, else the browser's own. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get('language')?.value
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get('accept-language') ?? '')
  return { locale, messages: catalogue[locale], timeZone: 'UTC' }
})
