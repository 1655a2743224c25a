import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../failures'
import { aegisEncrypted, andOtpEncrypted } from '../fixtures/encrypted-exports'
import { googleAccount, googleTransfer } from '../fixtures/google-transfers'
import { PASSWORD, samples } from '../fixtures/samples'
import { type KeyDerivation, portableKeyDerivation } from './key-derivation'
import { nativeKeyDerivation } from './native-key-derivation'
import { MAX_IMPORT_BYTES, readExport } from './read-export'

/** Proves that nothing is derived. */
const never: KeyDerivation = {
  scrypt: () => Promise.reject(new Error('derived')),
  argon2id: () => Promise.reject(new Error('derived')),
  maxMemoryMiB: 128,
}

async function refusal(input: string | Uint8Array, using = never) {
  const outcome = await readExport(input, { password: PASSWORD, using }).catch((error: unknown) => error)
  return outcome instanceof Failure ? outcome.code : String(outcome)
}

const uri = `otpauth://totp/Acme:ada?secret=${samples.totp.secret}`

describe('files that are too large', () => {
  it('are refused unread', async () => {
    expect(await refusal('x'.repeat(MAX_IMPORT_BYTES + 1))).toBe('body_too_large')
    expect(await refusal(new Uint8Array(MAX_IMPORT_BYTES + 1))).toBe('body_too_large')
  })

  it.each([
    ['a list', `${uri}\n`.repeat(10_001)],
    ['2FAuth', `{"app":"2fauth_v1","schema":1,"data":[${'{},'.repeat(10_000)}{}]}`],
    ['Aegis', `{"db":{"entries":[${'{},'.repeat(10_000)}{}]}}`],
    ['Google', googleTransfer(Array.from({ length: 10_001 }, () => googleAccount({ name: 'a', secret: 'AA' })))],
  ])('are refused for their number of entries: %s', async (_, file) => {
    expect(await refusal(file)).toBe('import_too_many')
  })

  it('are read as long as they are within bounds', async () => {
    const read = await readExport(`${uri}\n`.repeat(10_000))
    expect(read.entries).toHaveLength(10_000)
  })
})

describe('files that are no export', () => {
  const nested = (open: string, close: string) => `{"db":${open.repeat(100_000)}${close.repeat(100_000)}}`

  it.each([
    ['nothing', ''],
    ['spaces', ' \n '],
    ['a word', 'hello'],
    ['null', 'null'],
    ['a number', '1'],
    ['an empty object', '{}'],
    ['an empty list', '[]'],
    ['a list of lists', '[[[]]]'],
    ['broken JSON', '{"db":{'],
    ['brackets 100,000 deep', nested('[', ']')],
    ['objects 100,000 deep', nested('{"a":', '}')],
    ['brackets that never close', '['.repeat(1_000_000)],
    ['a prototype', '{"__proto__":{"db":{"entries":[]}}}'],
    ['half a text', `${uri}\nhttps://example.com`],
    ['noise', randomBytes(1000).fill(255, 0, 4)],
    ['a ZIP archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(1000)])],
    ['UTF-16', Buffer.from(uri, 'utf16le')],
  ])('are refused: %s', async (_, file) => {
    expect(await refusal(file)).toBe('import_unknown_format')
  })

  it.each([
    ['2FAuth', '{"app":"2fauth_v1","schema":1}'],
    ['2FAuth', '{"app":"2fauth_v1","schema":1,"data":{}}'],
    ['Aegis', '{"db":{}}'],
    ['Aegis', '{"db":"AAAA","header":{"slots":[]}}'],
    ['Aegis', '{"db":"%","header":{"slots":[{"type":1}],"params":{}}}'],
    ['2FAS Auth', '{"schemaVersion":4,"services":null}'],
    ['2FAS Auth', '{"schemaVersion":4,"servicesEncrypted":"a:b"}'],
    ['2FAS Auth', '{"schemaVersion":4,"servicesEncrypted":{}}'],
    ['Bitwarden', '{"encrypted":false,"items":7}'],
    ['Bitwarden', '{"encrypted":true,"passwordProtected":true,"salt":"x","data":"1.a|b"}'],
    ['Ente Auth', '{"kdfParams":{},"encryptedData":7}'],
    ['Stratum', '{"Authenticators":{}}'],
  ])('are refused with the name of what they look like: %s %s', async (app, file) => {
    const error = await readExport(file, { password: 'x', using: never }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'import_unreadable', details: { app } })
  })

  it('report rows that are none, and go on', async () => {
    const rows = [null, 7, 'x', [], {}, { otp_type: 'totp', service: null, account: 'a', secret: 'AAAA' }]
    const { entries } = await readExport(JSON.stringify({ app: '2fauth_v5', schema: 1, data: rows }))
    expect(entries.map(row => ('ok' in row ? 'ok' : row.fault.reasons[0]?.field))).toEqual([
      'entry',
      'entry',
      'entry',
      'entry',
      'otpType',
      'ok',
    ])
  })
})

describe('keys that cost too much', () => {
  const ente = (memLimit: number, opsLimit: number) =>
    JSON.stringify({
      version: 1,
      kdfParams: { memLimit, opsLimit, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
      encryptedData: 'AAAA',
      encryptionNonce: 'AAAA',
    })
  const bitwarden = (settings: object) =>
    JSON.stringify({ encrypted: true, passwordProtected: true, salt: 'x', data: '2.AA==|AA==|AA==', ...settings })

  it.each([
    ['scrypt with N = 2^30', aegisEncrypted({ n: 2 ** 30 })],
    ['scrypt with N = 2^18', aegisEncrypted({ n: 2 ** 18 })],
    ['Argon2id with 1 GiB on the server', ente(2 ** 30, 4)],
    ['Argon2id with a million passes', ente(2 ** 26, 1e6)],
    [
      'Argon2id of Bitwarden with 10 GiB',
      bitwarden({ kdfType: 1, kdfIterations: 3, kdfMemory: 10_240, kdfParallelism: 4 }),
    ],
    ['PBKDF2 with a billion iterations', bitwarden({ kdfType: 0, kdfIterations: 1e9 })],
  ])('are refused before any work: %s', async (_, file) => {
    expect(await refusal(file)).toBe('import_too_costly')
  })

  it.each([
    ['scrypt with N = 3', aegisEncrypted().replaceAll(/"n":\d+/g, '"n":3')],
    ['scrypt without N', aegisEncrypted().replaceAll(/"n":\d+/g, '"n":null')],
    ['scrypt with r = -1', aegisEncrypted().replaceAll('"r":8', '"r":-1')],
    ['Argon2id without memory', ente(0, 1)],
    ['Argon2id with half a pass', ente(2 ** 26, 0.5)],
    ['PBKDF2 without iterations', bitwarden({ kdfType: 0 })],
  ])('are refused for making no sense: %s', async (_, file) => {
    expect(await refusal(file)).toBe('import_unreadable')
  })

  it('are not looked for behind a dozen slots', async () => {
    expect(await refusal(aegisEncrypted({ slots: 12 }))).toBe('import_unreadable')
  })

  it('are not taken for those of andOTP', async () => {
    expect(await refusal(andOtpEncrypted(2 ** 31))).toBe('import_unknown_format')
  })

  it('of an account open nowhere else', async () => {
    const file = '{"encrypted":true,"items":[]}'
    expect(await refusal(file)).toBe('import_account_bound')
    await expect(readExport(file)).rejects.toThrow('import_encrypted')
  })
})

describe('the two ways to derive keys', () => {
  const [password, salt] = [new Uint8Array([1, 2, 3]), new Uint8Array(16).fill(7)]

  it('agree', async () => {
    const scrypt = { N: 1024, r: 8, p: 1 }
    const argon2 = { memoryKiB: 1024, passes: 2, lanes: 2 }
    const [portable, native] = await Promise.all(
      [portableKeyDerivation, nativeKeyDerivation].map(async using => [
        await using.scrypt(password, salt, scrypt),
        await using.argon2id(password, salt, argon2),
      ]),
    )
    expect(portable).toEqual(native)
    expect(native?.[0]).toHaveLength(32)
  })
})
