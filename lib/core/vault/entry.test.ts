import { describe, expect, it } from 'vitest'
import { checkEntry, duplicateKey, type Entry, type EntryInput, newSecret } from './entry'

const given: EntryInput = { otpType: 'totp', account: 'ada', secret: 'GEZDGNBVGY3TQOJQ' }
const entryOf = (input: EntryInput): Entry => {
  const checked = checkEntry(input)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.entry
}
const faultsOf = (input: EntryInput) => {
  const checked = checkEntry(input)
  return 'faults' in checked ? checked.faults.map(({ field, rule }) => `${field} ${rule}`) : []
}

describe('an entry', () => {
  it('takes its defaults', () => {
    expect(entryOf(given)).toEqual({
      otpType: 'totp',
      service: null,
      account: 'ada',
      secret: 'GEZDGNBVGY3TQOJQ',
      digits: 6,
      algorithm: 'sha1',
      period: 30,
      counter: null,
    })
    expect(entryOf({ ...given, otpType: 'HOTP', period: 30 })).toMatchObject({ period: null, counter: 0 })
  })

  it('reads types and algorithms in any case, and numbers from text', () => {
    const odd = { ...given, otpType: 'TOTP', algorithm: 'SHA256', digits: '8', period: '60', counter: 'whatever' }
    expect(entryOf(odd)).toMatchObject({ otpType: 'totp', algorithm: 'sha256', digits: 8, period: 60, counter: null })
  })

  it('pads the secret and makes it upper case', () => {
    expect(entryOf({ ...given, secret: 'eee' }).secret).toBe('EEE=====')
  })

  it.each([{ service: 'STEAM' }, { otpType: 'steamtotp' }, { otpType: 'steamtotp', service: 'Other' }])(
    'is Steam with %j, whatever else is said',
    input => {
      const entry = entryOf({ ...given, digits: 9, algorithm: 'none', period: -1, ...input })
      expect(entry).toMatchObject({ otpType: 'steamtotp', digits: 5, algorithm: 'sha1', period: 30, counter: null })
      expect(entry.service).toBe(input.service ?? 'Steam')
    },
  )

  it.each<[EntryInput, string]>([
    [{ otpType: undefined }, 'otpType required'],
    [{ otpType: 'motp' }, 'otpType choice'],
    [{ otpType: 7 }, 'otpType string'],
    [{ account: undefined }, 'account required'],
    [{ account: '  ' }, 'account required'],
    [{ account: 5 }, 'account string'],
    [{ account: 'a:b' }, 'account no_colon'],
    [{ account: 'a\u202eb' }, 'account characters'],
    [{ account: 'a\u0000' }, 'account characters'],
    [{ account: '\ud800' }, 'account characters'],
    [{ account: 'x'.repeat(256) }, 'account max'],
    [{ service: 'a:b' }, 'service no_colon'],
    [{ service: {} }, 'service string'],
    [{ secret: undefined }, 'secret required'],
    [{ secret: true }, 'secret string'],
    [{ secret: '0189' }, 'secret base32'],
    [{ digits: 4 }, 'digits between'],
    [{ digits: 11 }, 'digits between'],
    [{ digits: 6.5 }, 'digits integer'],
    [{ digits: '6x' }, 'digits integer'],
    [{ algorithm: 'sha3' }, 'algorithm choice'],
    [{ period: 0 }, 'period min'],
    [{ period: 2 ** 31 }, 'period max'],
    [{ period: Number.POSITIVE_INFINITY }, 'period integer'],
    [{ otpType: 'hotp', counter: -1 }, 'counter min'],
    [{ otpType: 'hotp', counter: '9223372036854775807' }, 'counter max'],
  ])('with %j is refused for %s', (input, fault) => {
    expect(faultsOf({ ...given, ...input })).toEqual([fault])
  })

  it('names every fault at once', () => {
    expect(faultsOf({})).toEqual(['otpType required', 'account required', 'secret required'])
  })

  it('keeps what is written in other scripts, emoji with joiners included', () => {
    for (const account of ['zażółć', 'العربية', '日本', '👩‍👩‍👧'])
      expect(entryOf({ ...given, account }).account).toBe(account)
  })
})

describe('a duplicate', () => {
  it('shares secret, service, account, type, digits and algorithm; period and counter are not compared', () => {
    const one = entryOf({ ...given, service: 'GitHub' })
    expect(duplicateKey(one)).toBe(duplicateKey({ ...one, period: 60 }))
    for (const other of [{ secret: 'EEEEEEEE' }, { service: null }, { account: 'eve' }, { digits: 8 }] as const)
      expect(duplicateKey(one)).not.toBe(duplicateKey({ ...one, ...other }))
  })
})

describe('a new secret', () => {
  it('has 160 bits', () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/)
    expect(newSecret()).not.toBe(newSecret())
  })
})
