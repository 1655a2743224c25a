import { describe, expect, it } from 'vitest'
import { Failure } from '../failures'
import { encodeBase32 } from './base32'
import { bytesOf } from './bytes'
import { ALGORITHMS, type Algorithm } from './entry'
import * as browser from './hmac-browser'
import * as server from './hmac-server'
import { type CodeSource, counterCode, timeCode } from './otp'

/** The ASCII digits that the RFCs repeat to the length of the hash. */
const keyOf = (length: number) => encodeBase32(bytesOf('1234567890'.repeat(7).slice(0, length)))

const source = (given: Partial<CodeSource>): CodeSource => ({
  otpType: 'totp',
  secret: keyOf(20),
  digits: 6,
  algorithm: 'sha1',
  period: 30,
  counter: null,
  ...given,
})

const hotp = (counter: number, given: Partial<CodeSource> = {}) =>
  source({ otpType: 'hotp', period: null, counter, ...given })

it('makes its codes with the same HMAC in the browser and on the server', () => {
  const data = Uint8Array.from({ length: 8 }, (_, index) => index)
  for (const algorithm of ALGORITHMS)
    for (let length = 1; length < 300; length += 7) {
      const key = Uint8Array.from({ length }, (_, index) => (index * length) & 255)
      expect(Buffer.from(browser.hmac(algorithm, key, data))).toEqual(server.hmac(algorithm, key, data))
    }
})

describe('HOTP', () => {
  it('gives the codes of RFC 4226, appendix D', () => {
    const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
    codes.forEach((password, counter) => {
      expect(counterCode(hotp(counter))).toEqual({ password, counter: counter + 1 })
    })
  })

  it('counts up to the last whole number that JavaScript can tell apart, then refuses', () => {
    expect(counterCode(hotp(2 ** 53 - 2)).counter).toBe(2 ** 53 - 1)
    expect(() => counterCode(hotp(2 ** 53 - 1))).toThrow(Failure)
  })

  it.each([-1, 1.5, Number.NaN, null])('refuses the counter %s', counter => {
    expect(() => counterCode(hotp(0, { counter: counter as number }))).toThrow('invalid_otp_parameters')
  })
})

describe('TOTP', () => {
  const table: [time: number, sha1: string, sha256: string, sha512: string][] = [
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ]

  it.each(table)('gives the codes of RFC 6238, appendix B, at %i', (now, ...codes) => {
    const lengths = [20, 32, 64]
    const algorithms: Algorithm[] = ['sha1', 'sha256', 'sha512']
    algorithms.forEach((algorithm, index) => {
      const given = source({ algorithm, digits: 8, secret: keyOf(lengths[index] as number) })
      expect(timeCode(given, now).password).toBe(codes[index])
      expect(timeCode({ ...given, digits: 6 }, now).password).toBe(codes[index]?.slice(2))
    })
  })

  it('says when the code was made, for how long, and which one follows', () => {
    const code = timeCode(source({ period: 45 }), 1_700_000_000)
    expect(code).toMatchObject({ generatedAt: 1_700_000_000, period: 45 })
    expect(code.nextPassword).toBe(timeCode(source({ period: 45 }), 1_700_000_045).password)
    expect(code.password).toBe(timeCode(source({ period: 45 }), 1_700_000_000 - (1_700_000_000 % 45)).password)
  })

  it('keeps leading zeros for every number of digits', () => {
    for (let digits = 5; digits <= 10; digits++)
      for (let now = 0; now < 3000; now += 30)
        expect(timeCode(source({ digits }), now).password).toMatch(new RegExp(`^\\d{${digits}}$`))
  })

  it('takes any period and any length of secret', () => {
    for (const period of [1, 7, 3600, 2 ** 31 - 1]) expect(timeCode(source({ period }), 1e9).password).toHaveLength(6)
    for (const length of [1, 2, 10, 15, 65, 200])
      expect(timeCode(source({ secret: encodeBase32(new Uint8Array(length)) }), 1e9).password).toHaveLength(6)
  })

  it.each([{ digits: 4 }, { digits: 11 }, { digits: 6.5 }, { period: 0 }, { period: null }, { algorithm: 'sha3' }])(
    'refuses %j',
    given => expect(() => timeCode(source(given as Partial<CodeSource>))).toThrow('invalid_otp_parameters'),
  )

  it('refuses a secret that is not base32', () => {
    expect(() => timeCode(source({ secret: '1' }))).toThrow('invalid_secret')
  })
})

describe('MD5', () => {
  it('gives codes of six digits, also where dynamic truncation reaches past the 16 bytes', () => {
    // Made with Python's hmac, the bytes that are missing taken as zero; the counters 0, 2 and 10 reach past the end.
    const codes = { 0: '270976', 1: '532013', 2: '249152', 3: '848120', 8: '041625', 10: '529152' }
    for (const [counter, password] of Object.entries(codes))
      expect(counterCode(hotp(Number(counter), { algorithm: 'md5' })).password).toBe(password)
  })
})

describe('Steam', () => {
  it.each([
    ['63BEDWCQZKTQWPESARIERL5DTTQFCJTK', 1511200518, 'FR8RV'],
    ['63BEDWCQZKTQWPESARIERL5DTTQFCJTK', 1511200714, '9P3VP'],
    ['HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ', 1672531200, '7W6CJ'],
  ])('gives the letters that other apps give for %s at %i', (secret, now, password) => {
    expect(timeCode(source({ otpType: 'steamtotp', secret, digits: 5 }), now).password).toBe(password)
    expect(timeCode(source({ otpType: 'steamtotp', secret, digits: 5 }), now - 30).nextPassword).toBe(password)
  })
})
