import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { encodeBase32 } from './base32'
import { numbers } from './fixtures/mutations'
import { counterCode, timeCode } from './otp'

const oathtool = (...args: string[]) => execFileSync('oathtool', args, { encoding: 'utf8' }).trim()

/** The OATH Toolkit is another implementation of the same RFCs; `npm test` sees to it that it is there. */
describe('oathtool agrees', () => {
  const next = numbers(42)
  const secretOf = () => encodeBase32(Uint8Array.from({ length: 1 + next(70) }, () => next(256)))

  it('on codes by time', () => {
    for (const algorithm of ['sha1', 'sha256', 'sha512'] as const)
      for (let round = 0; round < 25; round++) {
        const source = {
          otpType: 'totp',
          secret: secretOf(),
          digits: 6 + next(3),
          algorithm,
          period: 1 + next(300),
          counter: null,
        } as const
        const now = next(4_000_000_000)
        const settings = [`--totp=${algorithm}`, '-b', '-d', `${source.digits}`, '-s', `${source.period}s`, '-w', '1']
        const { password, nextPassword } = timeCode(source, now)
        expect(`${password}\n${nextPassword}`).toBe(oathtool(...settings, '-N', `@${now}`, source.secret))
      }
  })

  it('on codes by counter', () => {
    for (const counter of [0, 1, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 2, next(1e9), next(1e9)]) {
      const secret = secretOf()
      const source = { otpType: 'hotp', secret, digits: 8, algorithm: 'sha1', period: null, counter } as const
      expect(counterCode(source).password).toBe(oathtool('-b', '-d', '8', '-c', `${counter}`, secret))
    }
  })
})
