import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../failures'
import * as encrypted from '../fixtures/encrypted-exports'
import { googleAccount, googleTransfer } from '../fixtures/google-transfers'
import * as plain from '../fixtures/plain-exports'
import { PASSWORD, PIXEL, samples } from '../fixtures/samples'
import { portable } from './draft'
import { nativeKeyDerivation } from './native-key-derivation'
import { readExport } from './read-export'

const { totp, odd, hotp, steam } = samples
const using = nativeKeyDerivation

async function refusal(reading: Promise<unknown>) {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Failure)) throw new Error(`not refused: ${String(error)}`)
  return [error.code, error.details.app].filter(Boolean).join(' ')
}

/** What each format holds of the samples, and what it says of the first. */
const contents = {
  aegis: {
    entries: [totp, odd, hotp, steam],
    first: { note: 'a note', pinned: true, groups: ['Work'], icon: { mime: 'image/png' } },
    faults: [{ row: 5, service: 'Acme', account: totp.account, reasons: [{ field: 'otpType', rule: 'choice' }] }],
  },
  '2fas': { entries: [totp, odd, hotp, steam], first: { groups: ['Work'] }, faults: [] },
  bitwarden: {
    entries: [totp, { ...odd, account: 'eve+#1' }, steam],
    first: { groups: ['Work'], pinned: true },
    faults: [{ row: 6, reasons: [{ field: 'uri', rule: 'otpauth' }] }],
  },
  freeotpplus: {
    entries: [totp, odd, hotp],
    first: {},
    faults: [{ row: 4, service: 'Bad', account: 'ada', reasons: [{ field: 'secret', rule: 'required' }] }],
  },
  andotp: { entries: [totp, odd, hotp, steam], first: { groups: ['Work'] }, faults: [] },
  stratum: {
    entries: [totp, odd, hotp, steam],
    first: { groups: ['Work'], icon: { mime: null } },
    faults: [{ row: 5, service: 'Yandex', account: 'Yandex', reasons: [{ field: 'otpType', rule: 'choice' }] }],
  },
}

const files: [format: keyof typeof contents, how: string, make: () => string | Uint8Array, app: string][] = [
  ['aegis', 'plain', plain.aegisPlain, 'Aegis'],
  ['aegis', 'encrypted', encrypted.aegisEncrypted, 'Aegis'],
  ['2fas', 'plain', plain.twoFasPlain, '2FAS Auth'],
  ['2fas', 'encrypted', encrypted.twoFasEncrypted, '2FAS Auth'],
  ['bitwarden', 'plain', plain.bitwardenPlain, 'Bitwarden'],
  ['bitwarden', 'encrypted with PBKDF2', () => encrypted.bitwardenEncrypted('pbkdf2'), 'Bitwarden'],
  ['bitwarden', 'encrypted with Argon2id', () => encrypted.bitwardenEncrypted('argon2id'), 'Bitwarden'],
  ['freeotpplus', 'plain', plain.freeOtpPlus, 'FreeOTP+'],
  ['andotp', 'plain', plain.andOtpPlain, 'andOTP'],
  ['andotp', 'encrypted', encrypted.andOtpEncrypted, 'andOTP'],
  ['stratum', 'plain', plain.stratumPlain, 'Stratum'],
  ['stratum', 'encrypted', encrypted.stratumStrong, 'Stratum'],
  ['stratum', 'encrypted as once', encrypted.stratumLegacy, 'Stratum'],
]

describe.each(files)('an export of %s, %s', (format, _how, make, app) => {
  const { entries, first, faults } = contents[format]

  it('is recognised and read row by row', async () => {
    const read = await readExport(make(), { password: PASSWORD, using })
    expect(read).toMatchObject({ format, app })
    const good = read.entries.flatMap(row => ('ok' in row ? [row.ok] : []))
    expect(good).toMatchObject(entries)
    expect(good[0]).toMatchObject(first)
    const found = read.entries.flatMap(row => ('fault' in row ? [row.fault] : []))
    expect(found.map(({ draft: _, ...fault }) => fault)).toEqual(faults)
  })
})

describe.each(files.filter(([, how]) => how.startsWith('encrypted')))('an export of %s, %s', (_format, _how, make) => {
  it('asks for the password, and refuses a wrong one', async () => {
    const file = make()
    expect(await refusal(readExport(file, { using }))).toBe('import_encrypted')
    expect(await refusal(readExport(file, { password: 'wrong', using }))).toBe('import_wrong_password')
  })

  it('is refused when something in it is changed', async () => {
    expect(await refusal(readExport(damaged(make()), { password: PASSWORD, using }))).toBe('import_wrong_password')
  })
})

/** Changes one character in the last long run of base64, or the last byte but one block. */
function damaged(file: string | Uint8Array): string | Uint8Array {
  if (typeof file !== 'string') return file.map((byte, index) => (index === file.length - 20 ? byte ^ 1 : byte))
  const run = file.match(/[A-Za-z0-9+/]{40,}/g)?.at(-1) ?? ''
  return file.replaceAll(run, `${run.startsWith('A') ? 'B' : 'A'}${run.slice(1)}`)
}

describe('an export of Ente', () => {
  const file = readFileSync(new URL('../fixtures/ente-encrypted.json', import.meta.url), 'utf8')

  it('is opened as libsodium sealed it', async () => {
    const read = await readExport(file, { password: 'correct horse', using })
    expect(read).toMatchObject({ format: 'ente', app: 'Ente Auth' })
    expect(read.entries).toMatchObject([
      { ok: { service: 'Air Canada', algorithm: 'sha256', note: 'Gate 7', groups: ['Travel'], pinned: true } },
      { fault: { row: 2, service: 'WWE', account: 'mason', reasons: [{ field: 'entry', rule: 'trashed' }] } },
      { ok: { otpType: 'steamtotp', service: 'Steam', account: 'gabe' } },
    ])
    expect(await refusal(readExport(file, { using }))).toBe('import_encrypted')
    expect(await refusal(readExport(file, { password: 'x', using }))).toBe('import_wrong_password')
  })

  it('is read from its plain list, too', async () => {
    const uri = `otpauth://totp/Acme:ada?secret=${totp.secret}&codeDisplay=${encodeURIComponent('{"pinned":true}')}`
    expect(await readExport(uri)).toMatchObject({ format: 'ente', entries: [{ ok: { pinned: true } }] })
  })
})

describe('a transfer of Google Authenticator', () => {
  const accounts = [
    googleAccount({ name: 'Acme:ada@example.com', issuer: 'Acme' }),
    googleAccount({ name: 'ada', issuer: 'Bank', secret: hotp.secret, type: 1, counter: 2 ** 40 }),
    googleAccount({ name: 'Old: style', algorithm: 3, digits: 2 }),
    googleAccount({ name: 'ada', issuer: 'MD5', algorithm: 4 }),
  ]

  it('is read with what the application knows', async () => {
    const read = await readExport(googleTransfer(accounts))
    expect(read).toMatchObject({ format: 'google', app: 'Google Authenticator' })
    expect(read.batches).toEqual([{ id: 7, size: 1, present: [1] }])
    expect(read.entries).toMatchObject([
      { ok: totp },
      { ok: { otpType: 'hotp', service: 'Bank', account: 'ada', counter: 2 ** 40, digits: 6 } },
      { ok: { service: 'Old', account: 'style', algorithm: 'sha512', digits: 8, period: 30 } },
      { ok: { service: 'MD5', algorithm: 'md5' } },
    ])
  })

  it('says which of its QR codes are there', async () => {
    const [first, second] = [0, 2].map(index =>
      googleTransfer(accounts.slice(index, index + 1), { size: 3, index, id: 9 }),
    )
    const read = await readExport(`${first}\r\n\n${second}\n${first}`)
    expect(read.batches).toEqual([{ id: 9, size: 3, present: [1, 3] }])
  })

  it('takes data without escapes, and reports what it does not know row by row', async () => {
    const transfer = decodeURIComponent(googleTransfer([googleAccount({ name: 'a', type: 9, algorithm: 9 }), [255]]))
    expect((await readExport(transfer)).entries).toMatchObject([
      { fault: { row: 1, account: 'a', reasons: [{ field: 'otpType' }, { field: 'algorithm' }] } },
      { fault: { row: 2, reasons: [{ field: 'entry', rule: 'object' }] } },
    ])
  })

  it.each(['', '%%%', 'AAAA', Buffer.from('no message').toString('base64')])('is refused with %j in it', async data => {
    expect(await refusal(readExport(`otpauth-migration://offline?data=${data}`))).toBe(
      'import_unreadable Google Authenticator',
    )
  })
})

describe('a list of URIs', () => {
  it('is read line by line, Steam included', async () => {
    const list = `\ufeffotpauth://totp/Acme:ada%40example.com?secret=${totp.secret}\r\n\r\nOTPAUTH://hotp/x?secret=1\notpauth://steam/gabe?secret=${steam.secret}\n`
    const read = await readExport(new TextEncoder().encode(list))
    expect(read).toMatchObject({ format: 'otpauth', app: 'migration' })
    expect(read.entries).toMatchObject([
      { ok: totp },
      { fault: { row: 2, account: 'x', reasons: [{ field: 'secret', rule: 'base32' }] } },
      { ok: steam },
    ])
  })

  it('has no other lines', async () => {
    expect(await refusal(readExport(`otpauth://totp/a?secret=${totp.secret}\nhello`))).toBe('import_unknown_format')
  })
})

describe('a bad row', () => {
  it('brings what was found, from which it can be put right with its note, groups and icon', async () => {
    const row = {
      ...{
        type: 'totp',
        name: 'ada',
        issuer: 'Acme',
        note: 'mine',
        group: 'Work',
        icon: PIXEL,
        icon_mime: 'image/png',
      },
      info: { secret: 'not base32!', digits: 8 },
    }
    const [bad] = (await readExport(JSON.stringify({ db: { entries: [row] } }))).entries
    if (!bad || !('fault' in bad) || !bad.fault.draft) throw new Error('no draft')
    expect(bad.fault).toMatchObject({ row: 1, reasons: [{ field: 'secret', rule: 'base32' }], draft: { digits: 8 } })
    expect(portable(totp, bad.fault.draft)).toMatchObject({
      ...{ ...totp, note: 'mine', groups: ['Work'] },
      icon: { mime: 'image/png' },
    })
  })
})

describe('names', () => {
  it('lose their colons and control characters, and fall back on the service', async () => {
    const entry = (name: string, issuer: string) => ({ type: 'totp', name, issuer, info: { secret: 'aaaa aaaa' } })
    const entries = [
      entry('a:b', 'Host: 8080'),
      entry('', 'Only\u202e me'),
      entry('x'.repeat(300), ''),
      entry('', ' : '),
    ]
    const read = await readExport(JSON.stringify({ db: { entries } }))
    expect(read.entries).toMatchObject([
      { ok: { account: 'a-b', service: 'Host - 8080', secret: 'AAAAAAAA' } },
      { ok: { account: 'Only me', service: 'Only me' } },
      { ok: { account: 'x'.repeat(255), service: null } },
      { fault: { row: 4, reasons: [{ field: 'account', rule: 'required' }] } },
    ])
  })
})

describe('icons', () => {
  it('come along as they are', async () => {
    const read = await readExport(plain.aegisPlain())
    expect(read.entries[0]).toMatchObject({ ok: { icon: { data: Uint8Array.from(Buffer.from(PIXEL, 'base64')) } } })
  })
})
