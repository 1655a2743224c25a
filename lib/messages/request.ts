import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { catalogue, spokenLocale } from '.'

/** Which language and time zone a page speaks: what was chosen in this browser, else the browser's language and UTC. */
export default getRequestConfig(async () => {
  const jar = await cookies()
  const locale = spokenLocale(jar.get('language')?.value, (await headers()).get('accept-language'))
  const zone = jar.get('timezone')?.value
  return { locale, messages: catalogue[locale], timeZone: isTimeZone(zone) ? zone : 'UTC', now: new Date() }
})

function isTimeZone(name: string | undefined): name is string {
  try {
    return Boolean(name && new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
