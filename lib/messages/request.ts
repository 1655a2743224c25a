import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { catalogue, spokenLocale } from '.'

/** Which language a page speaks: the one that was chosen in this browser, else the browser's own. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get('language')?.value
  const locale = spokenLocale(chosen, (await headers()).get('accept-language'))
  return { locale, messages: catalogue[locale], timeZone: 'UTC', now: new Date() }
})
