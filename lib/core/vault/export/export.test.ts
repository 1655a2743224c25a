import { createDecipheriv, scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PASSWORD, PIXEL, samples } from '../fixtures/samples'
import type { ImportedRow } from '../import/draft'
import { nativeKeyDerivation as using } from '../import/native-key-derivation'
import { readExport } from '../import/read-export'
import { readOtpauth } from '../otpauth'
import type { PortableEntry } from '../portable-entry'
import { exportAegis, exportEncryptedAegis } from './aegis'
import { exportTwoFAuth, exportTwoFAuthUris } from './two-fauth'
import { exportUriList } from './uri-list'

const icon = { data: Uint8Array.from(Buffer.from(PIXEL, 'base64')), mime: 'image/png' }
const entries: PortableEntry[] = [
  { ...samples.totp, note: 'a note\nof two lines', groups: ['Work', 'Ops'], pinned: true, icon },
  { ...samples.odd, groups: ['Work'] },
  { ...samples.hotp, counter: 2 ** 53 - 1 },
  samples.steam,
  { ...samples.steam, service: 'Dota', account: 'gabe' },
  { ...samples.totp, service: null, account: 'alone', algorithm: 'md5', secret: 'EEE=====' },
]
const bare = entries.map(({ note, groups, pinned, icon: _, ...entry }) => entry)
const good = (rows: ImportedRow[]) => rows.map(row => ('ok' in row ? row.ok : row.fault))

describe('an export in the format of 2FAuth', () => {
  const now = new Date('2026-01-02T03:04:05.678Z')

  it('has the keys of schema 1', () => {
    const file = exportTwoFAuth(entries, '5.6.0', now)
    expect(file).toMatchObject({ app: '2fauth_v5.6.0', schema: 1, datetime: '2026-01-02T03:04:05.678000Z' })
    expect(file.data[0]).toEqual({
      otp_type: 'totp',
      account: 'ada@example.com',
      service: 'Acme',
      icon: null,
      icon_mime: 'image/png',
      icon_file: PIXEL,
      secret: samples.totp.secret,
      digits: 6,
      algorithm: 'sha1',
      period: 30,
      counter: null,
      legacy_uri: `otpauth://totp/Acme:ada%40example.com?secret=${samples.totp.secret}&issuer=Acme`,
    })
    expect(file.data[1]).toMatchObject({ icon: null, icon_mime: null, icon_file: null })
  })

  it('comes back with its icons', async () => {
    const read = await readExport(JSON.stringify(exportTwoFAuth(entries, '5.6.0')))
    expect(read.format).toBe('2fauth')
    expect(good(read.entries)).toEqual(bare.map((entry, index) => (index === 0 ? { ...entry, icon } : entry)))
  })

  it('comes back as a list of URIs, too', async () => {
    const file = exportTwoFAuthUris(entries, '5.6.0', now)
    expect(Object.keys(file)).toEqual(['app', 'datetime', 'data'])
    const read = await readExport(JSON.stringify(file))
    expect(good(read.entries)).toEqual(bare)
  })
})

describe('an export as a list of URIs', () => {
  it('comes back', async () => {
    const list = exportUriList(entries)
    expect(good((await readExport(list)).entries)).toEqual(bare)
    expect(readOtpauth(list.split('\n')[0] ?? '')).toEqual({ entry: bare[0] })
  })
})

describe('an export in the format of Aegis', () => {
  it('comes back whole', async () => {
    expect(good((await readExport(exportAegis(entries))).entries)).toEqual(entries)
  })

  it('comes back whole with its password, and only with it', async () => {
    const file = await exportEncryptedAegis(entries, PASSWORD)
    // Three letters stand in base64 by chance.
    const words = bare.flatMap(({ secret, account }) => [secret, account]).filter(({ length }) => length > 8)
    expect(words.length).toBeGreaterThan(5)
    for (const word of words) expect(file).not.toContain(word)
    expect(good((await readExport(file, { password: PASSWORD, using })).entries)).toEqual(entries)
    await expect(readExport(file, { using })).rejects.toThrow('import_encrypted')
    await expect(readExport(file, { password: `${PASSWORD} `, using })).rejects.toThrow('import_wrong_password')
  })

  it('is sealed as docs/vault.md says: AES-256-GCM under scrypt with N = 2^15, r = 8, p = 1', async () => {
    const file = JSON.parse(await exportEncryptedAegis(entries, PASSWORD, using))
    const [slot] = file.header.slots
    expect(slot).toMatchObject({ type: 1, n: 32_768, r: 8, p: 1 })
    const salt = Buffer.from(slot.salt, 'hex')
    const open = (key: Buffer, sealed: Buffer, { nonce, tag }: { nonce: string; tag: string }) => {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'hex'))
      decipher.setAuthTag(Buffer.from(tag, 'hex'))
      return Buffer.concat([decipher.update(sealed), decipher.final()])
    }
    const slotKey = scryptSync(PASSWORD, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 })
    const masterKey = open(slotKey, Buffer.from(slot.key, 'hex'), slot.key_params)
    const content = JSON.parse(open(masterKey, Buffer.from(file.db, 'base64'), file.header.params).toString())
    expect(content).toMatchObject({ version: 3, groups: [{ name: 'Work' }, { name: 'Ops' }] })
    expect(content.entries).toHaveLength(entries.length)
  })
})
