import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { EVENTS } from '../core/activity'
import { catalogue } from '.'
import { eventValues } from './events'
import { locales } from './locales'

const HISTORY = [
  {},
  { by: 'administrator' },
  { by: 'operator' },
  { method: 'password+recovery' },
  { name: '<b>', left: 0 },
]

describe.each(locales)('the history of an account in %s', locale => {
  test('has a sentence for everything that the core records, and for nothing else', () => {
    expect(Object.keys(catalogue[locale].activity.events).sort()).toEqual(Object.keys(EVENTS).sort())
  })

  test('makes a sentence of every event, whatever it holds', () => {
    const onError = (error: Error) => {
      throw error
    }
    const t = createTranslator({ locale, messages: catalogue[locale], namespace: 'activity.events', onError })
    for (const kind of Object.keys(EVENTS))
      for (const data of HISTORY) expect(t(kind as never, eventValues(data) as never)).toMatch(/^\p{L}[^{}]+$/u)
  })
})
