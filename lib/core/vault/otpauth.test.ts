import { describe, expect, it } from 'vitest'
import type { Entry } from './entry'
import { buildOtpauth, readOtpauth, splitOtpauth } from './otpauth'

const SECRET = 'GEZDGNBVGY3TQOJQ'
const entryOf = (uri: string, options = {}): Entry => {
  const read = readOtpauth(uri, options)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.entry
}
const faultsOf = (uri: string) => {
  const read = readOtpauth(uri)
  return 'faults' in read ? read.faults.map(({ field, rule }) => `${field} ${rule}`) : []
}

describe('reading an otpauth URI', () => {
  it('takes all of it', () => {
    const uri = `otpauth://totp/ACME%20Co:john@example.com?secret=${SECRET}&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60`
    expect(entryOf(uri)).toEqual({
      otpType: 'totp',
      service: 'ACME Co',
      account: 'john@example.com',
      secret: SECRET,
      digits: 8,
      algorithm: 'sha256',
      period: 60,
      counter: null,
    })
    expect(entryOf(`OTPAUTH://HOTP/john?secret=${SECRET}&counter=7`)).toMatchObject({ otpType: 'hotp', counter: 7 })
  })

  it.each([
    ['otpauth://totp/a%3Ab?', null, 'a', 'b'],
    ['otpauth://totp/a:b?', null, 'a', 'b'],
    ['otpauth://totp/a:%20b?', null, 'a', 'b'],
    ['otpauth://totp/b?', 'a', 'a', 'b'],
    ['otpauth://totp/x:b?', 'a', 'a', 'b'],
    ['otpauth://totp/x:b?', '', 'x', 'b'],
    ['otpauth://totp/b?', null, null, 'b'],
    ['otpauth://totp/john+x@example.com?', 'Air+Canada', 'Air Canada', 'john+x@example.com'],
    ['otpauth://totp/u_corp.com#EXT#@corp.com?', 'Mic#rosoft', 'Mic#rosoft', 'u_corp.com#EXT#@corp.com'],
    ['otpauth://totp/%F0%9F%94%91:J%C3%BCrgen?', null, '🔑', 'Jürgen'],
  ])('%s with issuer %s is %s, %s', (start, issuer, service, account) => {
    const uri = `${start}secret=${SECRET}${issuer === null ? '' : `&issuer=${issuer}`}`
    expect(entryOf(uri)).toMatchObject({ service, account })
  })

  it('keeps the image as text', () => {
    const read = readOtpauth(`otpauth://totp/b?secret=${SECRET}&image=http%3A%2F%2F127.0.0.1%2Fx.png`)
    expect(read).toMatchObject({ image: 'http://127.0.0.1/x.png', entry: { account: 'b' } })
  })

  it('knows Steam by its name, or because the caller says so', () => {
    const steam = { otpType: 'steamtotp', digits: 5, algorithm: 'sha1', period: 30 }
    expect(entryOf(`otpauth://totp/Steam:gabe?secret=${SECRET}&digits=6`)).toMatchObject(steam)
    expect(entryOf(`otpauth://totp/gabe?secret=${SECRET}&period=99`, { steam: true })).toMatchObject(steam)
    expect(splitOtpauth(`otpauth://steam/gabe?secret=${SECRET}`)).toMatchObject({ parts: { otpType: 'steamtotp' } })
  })

  it.each([
    ['', 'uri otpauth'],
    ['https://example.com', 'uri otpauth'],
    ['otpauth://', 'uri otpauth'],
    ['otpauth://motp/a?secret=AAAA', 'uri otpauth'],
    ['otpauth://steam/a?secret=AAAA', 'uri otpauth'],
    ['otpauth://totp/a', 'uri otpauth'],
    ['otpauth://totp/%E0%A4%A?secret=AAAA', 'uri otpauth'],
    ['otpauth://totp/a?secret=%', 'uri otpauth'],
    ['otpauth://totp/a?secret=AAAA&secret=BBBB', 'uri otpauth'],
    [`otpauth://totp/a?secret=AAAA&x=${'%41'.repeat(40_000)}`, 'uri otpauth'],
    ['otpauth://totp/?secret=AAAA', 'label required'],
    ['otpauth://totp/a:?secret=AAAA', 'label required'],
    ['otpauth://totp/%20?secret=AAAA', 'label required'],
    ['otpauth://totp/a?issuer=b', 'secret required'],
    ['otpauth://totp/a?secret=', 'secret required'],
    ['otpauth://totp/a?secret=0189', 'secret base32'],
    ['otpauth://totp/a:b:c?secret=AAAA', 'account no_colon'],
    ['otpauth://totp/b?secret=AAAA&issuer=a:c', 'service no_colon'],
    ['otpauth://totp/a%00b?secret=AAAA', 'account characters'],
    ['otpauth://totp/a?secret=AAAA&period=0', 'period min'],
    ['otpauth://totp/a?secret=AAAA&digits=99', 'digits between'],
    ['otpauth://totp/a?secret=AAAA&digits=x', 'digits integer'],
    ['otpauth://totp/a?secret=AAAA&algorithm=sha3', 'algorithm choice'],
    ['otpauth://hotp/a?secret=AAAA&counter=-1', 'counter min'],
    ['otpauth://hotp/a?secret=AAAA&counter=9007199254740993', 'counter max'],
  ])('refuses %.60s', (uri, fault) => expect(faultsOf(uri)).toEqual([fault]))
})

describe('writing an otpauth URI', () => {
  const entries: Entry[] = [
    entryOf(`otpauth://totp/b?secret=${SECRET}`),
    entryOf(`otpauth://totp/A%20%26%20B%3F:b%2Bc%40d%25?secret=eee&digits=10&period=1&algorithm=md5`),
    entryOf(`otpauth://hotp/#1?secret=${SECRET}&counter=9007199254740991&algorithm=SHA512&issuer=(x)'*!`),
    entryOf(`otpauth://totp/gabe?secret=${SECRET}`, { steam: true }),
  ]

  it.each(entries)('comes back as it was: $service $account', entry => {
    expect(entryOf(buildOtpauth(entry))).toEqual(entry)
  })

  it('leaves out what is usual', () => {
    expect(buildOtpauth(entries[0] as Entry)).toBe(`otpauth://totp/b?secret=${SECRET}`)
    expect(buildOtpauth(entries[3] as Entry)).toBe(`otpauth://totp/Steam:gabe?secret=${SECRET}&issuer=Steam&digits=5`)
  })

  it('keeps a Steam entry of another name apart from a usual one', () => {
    const uri = buildOtpauth({ ...(entries[3] as Entry), service: 'Dota' })
    expect(uri).toBe(`otpauth://steam/Dota:gabe?secret=${SECRET}&issuer=Dota&digits=5`)
    expect(splitOtpauth(uri)).toMatchObject({ parts: { otpType: 'steamtotp', service: 'Dota' } })
  })
})
