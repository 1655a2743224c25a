import en from './en.json'

/** Every language that Latchkey speaks; English first, and where a reader's own is missing. */
export const catalogue = { en }

export type Locale = keyof typeof catalogue
export type Messages = typeof en

export const locales = Object.keys(catalogue) as Locale[]

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)
