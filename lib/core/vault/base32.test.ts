import { describe, expect, it } from 'vitest'
import { canonicalBase32, decodeBase32, encodeBase32 } from './base32'
import { bytesOf, textOf } from './bytes'

/** RFC 4648, section 10. */
const VECTORS = [
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
] as const

describe('base32', () => {
  it.each(VECTORS)('knows %s as %s', (plain, encoded) => {
    expect(encodeBase32(bytesOf(plain))).toBe(encoded)
    expect(decodeBase32(encoded)).toEqual(bytesOf(plain))
  })

  it('takes every byte there and back', () => {
    const all = Uint8Array.from({ length: 256 }, (_, value) => value)
    for (let length = 1; length <= 256; length++)
      expect(decodeBase32(encodeBase32(all.subarray(0, length)))).toEqual(all.slice(0, length))
  })

  it.each([
    'gezd gnbv gy3t qojq',
    'GEZD-GNBV-GY3T-QOJQ',
    ' gezdgnbvgy3tqojq\n',
    'GEZDGNBVGY3TQOJQ======',
    'GEZD\u00a0GNBV\u2011GY3T QOJQ',
  ])('reads %j as people write it', written => {
    expect(textOf(decodeBase32(written) ?? new Uint8Array())).toBe('1234567890')
    expect(canonicalBase32(written)).toBe('GEZDGNBVGY3TQOJQ')
  })

  it.each([
    ['eee', 'EEE=====', 1],
    ['GEZDGN', 'GEZDGN==', 3],
    ['GEZDGNBVG', 'GEZDGNBVG=======', 5],
  ] as const)('drops the bits of %s that fill no byte, and keeps its letters', (written, canonical, length) => {
    expect(decodeBase32(written)).toHaveLength(length)
    expect(canonicalBase32(written)).toBe(canonical)
    expect(decodeBase32(canonical)).toEqual(decodeBase32(written))
  })

  it.each(['', 'A', '====', 'A1BC', '0123', 'GEZD=GNB', 'ÄÄÄÄ', 'ıaaaaaaa', 'ſaaaaaaa', 'GEZDGNB!'])(
    'refuses %j',
    written => {
      expect(decodeBase32(written)).toBeUndefined()
      expect(canonicalBase32(written)).toBeUndefined()
    },
  )

  it('refuses what is too long to be a secret', () => {
    expect(canonicalBase32('A'.repeat(1024))).toHaveLength(1024)
    expect(canonicalBase32('A'.repeat(1025))).toBeUndefined()
    expect(canonicalBase32(`A${' '.repeat(1_000_000)}A`)).toBeUndefined()
  })
})
