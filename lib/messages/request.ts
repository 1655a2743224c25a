import { getRequestConfig } from 'next-intl/server'
import { catalogue } from '.'

/** Which language a page speaks. */
export default getRequestConfig(async () => ({ locale: 'en' as const, messages: catalogue.en, timeZone: 'UTC' }))
