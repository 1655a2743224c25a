import * as en from './en'
import * as fr from './fr'
import { isLocale, type Locale } from './locales'

/** Every word for people, by language and area; English first, and where a reader's own language is missing. */
export const catalogue = { en, fr } satisfies Record<Locale, Messages>

export type Messages = typeof en
export type Area = keyof Messages

/** The language to speak: the one that was chosen, else what the browser wants. */
export const spokenLocale = (chosen: string | undefined, acceptLanguage: string | null): Locale =>
  isLocale(chosen) ? chosen : preferredLocale(acceptLanguage ?? '')

/**
 * The first language of an `Accept-Language` header that is spoken here (RFC 9110, 12.5.4).
 *
 * @returns English when none is.
 */
export function preferredLocale(acceptLanguage: string): Locale {
  const wanted = acceptLanguage
    .split(',')
    .map(range => {
      const [tag = '', quality = ''] = range.trim().split(';q=')
      return { locale: tag.toLowerCase().split('-')[0], quality: quality ? Number(quality) : 1 }
    })
    .sort((one, other) => other.quality - one.quality)
  return wanted.map(({ locale }) => locale).find(isLocale) ?? 'en'
}
