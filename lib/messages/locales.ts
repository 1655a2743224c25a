/** Every language that Latchkey speaks, for whoever needs their names and not their words. */
export const locales = ['en', 'fr'] as const

export type Locale = (typeof locales)[number]

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)
