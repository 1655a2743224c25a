import { describe, expect, it } from 'vitest'
import { codeAt } from '@/components/code-link/parcel'
import { type CodeSource, timeCode } from '@/lib/core/vault/otp'
import { codesAhead } from './codes-ahead'

const source: CodeSource = {
  ...{ otpType: 'totp', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', digits: 6, algorithm: 'sha1' },
  ...{ period: 30, counter: null },
}

describe('codes that are given away for two minutes', () => {
  const now = 1_700_000_015
  const ahead = codesAhead(source, now, 120)

  it('are right at every second of them, and there is none after', () => {
    const parcel = { service: '', account: '', ...ahead }
    for (let at = now; at < now + 120; at++)
      expect(codeAt(parcel, at)?.code, String(at - now)).toBe(timeCode(source, at).password)
    expect(codeAt(parcel, now + 120)).toBeUndefined()
  })

  it('are no more than it takes', () => {
    expect(ahead.codes.length).toBeLessThanOrEqual(5)
    expect(ahead.codes[0]?.from).toBeLessThanOrEqual(now)
    expect(codesAhead({ ...source, otpType: 'steamtotp' }, now, 60).codes[0]?.code).toMatch(/^[0-9A-Z]{5}$/)
  })
})
