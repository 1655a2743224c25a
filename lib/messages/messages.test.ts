import { describe, expect, test } from 'vitest'
import { failures } from '../core/failures'
import { catalogue, preferredLocale } from '.'
import { type Locale, locales } from './locales'

const keysOf = (value: unknown, path = ''): string[] =>
  typeof value === 'string'
    ? [path]
    : Object.entries(value as object).flatMap(([key, member]) => keysOf(member, path ? `${path}.${key}` : key))

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort()

const textOf = (locale: Locale, key: string) =>
  key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], catalogue[locale]) as string

describe.each(locales)('the words in %s', locale => {
  test('are the same as in English, none missing and none too many', () => {
    expect(keysOf(catalogue[locale]).sort()).toEqual(keysOf(catalogue.en).sort())
  })

  test('are never empty', () => {
    expect(keysOf(catalogue[locale]).filter(key => !textOf(locale, key).trim())).toEqual([])
  })

  test('name the same values as in English', () => {
    const names = (language: Locale, key: string) => [...new Set(placeholders(textOf(language, key)))]
    const others = keysOf(catalogue.en).filter(key => `${names(locale, key)}` !== `${names('en', key)}`)
    expect(others).toEqual([])
  })

  test('25 say of no failure more than what happened and what to do: no cry, no blame, no bare code', () => {
    const sentences = Object.entries(catalogue[locale].failures)
    const odd = sentences.filter(
      ([code, text]) => /oops|!|\boups\b/i.test(text) || text.includes(code) || !/[.}]$/.test(text),
    )
    expect(odd).toEqual([])
  })

  test('have a sentence for every failure', () => {
    const said = new Set(Object.keys(catalogue[locale].failures))
    expect(Object.keys(failures).filter(code => !said.has(code))).toEqual([])
  })
})

test.each([
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['de, en;q=0.5, fr;q=0.4', 'en'],
  ['en;q=0.3, fr;q=0.8', 'fr'],
  ['de', 'en'],
  ['', 'en'],
  ['*', 'en'],
])('a browser that wants "%s" is spoken to in %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})
