import { formOf } from '../support/forms'
import type { Answer } from '../support/http'
import { expect, test } from '../support/test'
import { newVault } from '../support/vault'

test('SEC-01, SEC-06: neither the database nor the log holds a secret or a note of the vault', async ({
  api,
  accounts,
  store,
  log,
}) => {
  const { program, session } = await newVault(api, accounts)
  const raw = 'canary-of-the-vault!'
  const secret = 'MNQW4YLSPEWW6ZRNORUGKLLWMF2WY5BB'
  const note = 'canary-in-a-note'
  const password = 'canary-as-password'
  const { id } = await program.add({ secret, notes: note })
  await program.get('/twofaccounts?withSecret=1&withOtp=1&withDetails=1')
  await program.get(`/twofaccounts/${id}/qrcode`)
  await program.get(`/twofaccounts/${id}/otp`)
  await program.request('PATCH', `/twofaccounts/${id}`, { notes: note, digits: 99 })
  await program.request('PATCH', `/twofaccounts/${id}`, { secret: `${secret}!`, notes: note })
  const exported = await session.post('/twofaccounts/export', { format: 'aegis', password })
  await session.post('/twofaccounts/migration', { payload: exported.field('content'), password: `${password}x` })
  await session.post('/twofaccounts/migration?withSecret=1', { payload: `otpauth://totp/x?secret=${secret}` })
  await session.post('/twofaccounts/batch', { accounts: [{ account: 'b', otp_type: 'totp', secret, notes: note }] })
  await session.post('/twofaccounts/otp', { uri: `otpauth://hotp/x?secret=${secret}&counter=99999999999999999999` })
  const plain = [
    secret,
    raw,
    note,
    password,
    Buffer.from(raw).toString('hex'),
    Buffer.from(raw).toString('base64').replace(/=+$/, ''),
    Buffer.from(note).toString('base64').replace(/=+$/, ''),
  ]
  const tables = await store.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  expect(tables.map(({ name }) => name)).toContain('VaultEntry')
  for (const { name } of tables) {
    const dump = JSON.stringify(await store.query(`SELECT t::text FROM "${name}" t`))
    for (const text of plain) expect(dump.includes(text), `${text} in ${name}`).toBe(false)
  }
  const lines = (await log()).join('\n')
  expect(lines).toContain('/api/v1/twofaccounts')
  for (const text of plain) expect(lines.includes(text), `${text} in the log`).toBe(false)
})

/** The beginning of a PNG that claims to be so large. */
function pngClaiming(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.set([8, 6], 24)
  return bytes
}

test('UPL-12, UPL-13, UPL-14, INP-01: bombs are refused before they cost anything', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const timed = async (work: Promise<Answer>, status: number, what: string) => {
    const begun = performance.now()
    const answer = await work
    expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBe(status)
    expect(performance.now() - begun, what).toBeLessThan(4000)
  }
  const send = (path: string, field: string, content: Buffer | string) =>
    program.request('POST', path, undefined, formOf(field, content))
  for (const [width, height] of [
    [30_000, 30_000],
    [2 ** 31 - 1, 1],
  ] as const) {
    await timed(send('/icons', 'icon', pngClaiming(width, height)), 422, 'an icon')
    await timed(send('/qrcode/decode', 'qrcode', pngClaiming(width, height)), 422, 'a QR code')
  }
  const laughs = `<!DOCTYPE svg [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>`
  await timed(send('/icons', 'icon', laughs), 422, 'a billion laughs')
  await timed(send('/icons', 'icon', '<svg xmlns="http://www.w3.org/2000/svg">'.repeat(5000)), 422, 'a deep picture')
  const large = Buffer.alloc(2 * 2 ** 20 + 1, 'a')
  await timed(send('/icons', 'icon', large), 413, 'a large icon')
  await timed(send('/qrcode/decode', 'qrcode', large), 413, 'a large picture')
  await timed(send('/twofaccounts/migration', 'file', large), 413, 'a large file')
  const deep = `{"db":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  await timed(program.post('/twofaccounts/migration', { payload: deep }), 400, 'a deep file')
  const nested = `{"payload":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`
  const headers = { 'content-type': 'application/json' }
  await timed(
    program.request('POST', '/twofaccounts/migration', undefined, { headers, body: nested }),
    400,
    'a deep body',
  )
  const uris = 'otpauth://totp/x?secret=AAAA\n'.repeat(10_001)
  await timed(program.post('/twofaccounts/migration', { payload: uris }), 422, 'too many rows')
  const slot = {
    type: 1,
    n: 2 ** 30,
    r: 8,
    p: 1,
    salt: '00'.repeat(32),
    key: '00'.repeat(32),
    key_params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) },
  }
  const costly = JSON.stringify({
    version: 1,
    header: { slots: [slot], params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) } },
    db: 'AAAA',
  })
  await timed(program.post('/twofaccounts/migration', { payload: costly, password: 'x' }), 422, 'a costly key')
  const parts = { account: 'a', otp_type: 'totp', secret: 'AAAA' }
  const many = { accounts: Array.from({ length: 10_001 }, () => parts) }
  await timed(program.post('/twofaccounts/batch', many), 422, 'too many accounts')
  await timed(program.post('/twofaccounts', { ...parts, notes: 'n'.repeat(60_000) }), 422, 'a long note')
  expect((await program.get('/twofaccounts/count')).json).toEqual({ count: 0 })
})

test('UPL-16: URIs that are none are 422, never more', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const good = 'otpauth://totp/a?secret=AAAAAAAA'
  for (const uri of [
    'otpauth://sms/a?secret=AAAA',
    'otpauth://totp/',
    'otpauth://totp/?secret=AAAA',
    'otpauth://totp/a',
    `${good}&period=0`,
    `${good}&digits=99`,
    `${good}&secret=BBBB`,
    `${good}&issuer=%`,
    `otpauth://totp/${'%41'.repeat(3000)}?secret=AAAA`,
    `${good}&issuer=${'x'.repeat(50_000)}`,
    'javascript:alert(1)',
  ]) {
    expect((await program.post('/twofaccounts/preview', { uri })).status, uri.slice(0, 60)).toBe(422)
    expect((await program.post('/twofaccounts', { uri })).status, uri.slice(0, 60)).toBe(422)
  }
  const withImage = await program.post('/twofaccounts', { uri: `${good}&image=http%3A%2F%2F127.0.0.1%2Fx.png` })
  expect([withImage.status, withImage.json]).toMatchObject([201, { icon: null }])
})
