import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeOf } from '@/e2e/support/authenticator'
import { driftOf, matchStep, newTotpSecret, totpUri } from './totp'

/** The key of RFC 4226, appendix D and RFC 6238, appendix B: "12345678901234567890". */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_015_000 }))
afterEach(() => void vi.useRealTimers())

describe('TOT-03 published vectors', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('RFC 6238, at %i: %s', (seconds, code) => {
    vi.setSystemTime(seconds * 1000)
    expect(matchStep(RFC_SECRET, code)).toBe(Math.floor(seconds / 30))
  })

  const hotp = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
  test.each(hotp.map((code, counter) => [counter, code] as const))('RFC 4226, counter %i: %s', (counter, code) => {
    vi.setSystemTime(counter * 30_000 + 15_000)
    expect(matchStep(RFC_SECRET, code)).toBe(counter)
  })
})

test('oathtool makes the codes that count, for fifty secrets', () => {
  for (let count = 0; count < 50; count++) {
    vi.setSystemTime(1_700_000_015_000 + count * 86_400_000)
    const secret = newTotpSecret()
    const now = `@${Math.floor(Date.now() / 1000)}`
    const code = execFileSync('oathtool', ['--totp', '--base32', '--now', now, secret]).toString().trim()
    expect(matchStep(secret, code)).toBe(Math.floor(Date.now() / 30_000))
    expect(codeOf(secret)).toBe(code)
  }
})

test.each([-1, 0, 1])('TOT-04 a code %i steps from now counts', steps => {
  const secret = newTotpSecret()
  expect(matchStep(secret, codeOf(secret, steps))).toBe(Math.floor(Date.now() / 30_000) + steps)
})

test.each([-30, -11, -10, -3, -2, 2, 3, 10, 11, 30])('TOT-04 a code %i steps from now does not', steps => {
  expect(matchStep(RFC_SECRET, codeOf(RFC_SECRET, steps))).toBeUndefined()
})

test.each([-10, -2, 2, 10])('how far a clock is off is told, up to ten steps: %i', steps => {
  expect(driftOf(RFC_SECRET, codeOf(RFC_SECRET, steps))).toBe(steps)
})

test.each([-11, 11])('and no further: %i', steps => {
  expect(driftOf(RFC_SECRET, codeOf(RFC_SECRET, steps))).toBeUndefined()
})

test.each(['', '12345', '1234567', 'abcdef', '１２３４５６', ' 123456', '123456\0', '-12345', '1e5000'])(
  'TOT-14 %j is no code and no error',
  text => {
    expect(matchStep(RFC_SECRET, text)).toBeUndefined()
    expect(driftOf(RFC_SECRET, text)).toBeUndefined()
  },
)

test('TOT-15 two hundred secrets: all distinct, 160 bits each', () => {
  const secrets = Array.from({ length: 200 }, newTotpSecret)
  expect(new Set(secrets).size).toBe(200)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

test.each(['hello@example.com', 'a:b/ü&x', '100%?#'])('TOT-15 the URI names %j, escaped', label => {
  const uri = totpUri(RFC_SECRET, label)
  const { protocol, host, pathname, searchParams } = new URL(uri)
  expect([protocol, host]).toEqual(['otpauth:', 'totp'])
  expect(pathname).not.toMatch(/[ü&?#]/)
  expect(decodeURIComponent(pathname)).toBe(`/Latchkey:${label}`)
  expect(pathname.slice(1)).not.toContain('/')
  expect(searchParams.get('secret')).toBe(RFC_SECRET)
  expect(searchParams.get('issuer')).toBe('Latchkey')
})
