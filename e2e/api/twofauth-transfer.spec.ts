import { expectHouseRules, expectRefusal } from '../support/expectations'
import { formOf, PNG } from '../support/forms'
import { pictureOf } from '../support/pictures'
import { expect, test } from '../support/test'
import { newVault, SECRET, type VaultAccount } from '../support/vault'

const URI = `otpauth://totp/GitHub:marvin?secret=${SECRET}&issuer=GitHub`

test('document 003: an import is shown row by row, kept only when stored, and exported again', async ({
  api,
  accounts,
}) => {
  const { program, session } = await newVault(api, accounts)
  const payload = `${URI}\notpauth://totp/Bad:row?secret=1`
  const shown = await program.post('/twofaccounts/migration?withSecret=1', { payload })
  expect(shown.status).toBe(200)
  expect(shown.json).toEqual([
    {
      id: 0,
      group_id: null,
      service: 'GitHub',
      account: 'marvin',
      icon: null,
      otp_type: 'totp',
      secret: SECRET,
      digits: 6,
      algorithm: 'sha1',
      period: 30,
      counter: null,
    },
    {
      id: -2,
      group_id: null,
      service: 'Bad',
      account: 'row',
      icon: null,
      otp_type: 'totp',
      secret: 'The secret field must be a base32 encoded string.',
      digits: 6,
      algorithm: 'sha1',
      period: 30,
      counter: null,
    },
  ])
  expect((await program.get('/twofaccounts/count')).json).toEqual({ count: 0 })
  const [row] = shown.json as VaultAccount[]
  const { id: _, ...parts } = row as VaultAccount
  const stored = (await program.post('/twofaccounts', parts)).json as VaultAccount
  const byFile = await program.request('POST', '/twofaccounts/migration', undefined, formOf('file', payload))
  expect((byFile.json as VaultAccount[]).map(({ id }) => id)).toEqual([-1, -2])

  const exported = await program.get(`/twofaccounts/export?ids=${stored.id}`)
  expectHouseRules(exported)
  expect(exported.header('cache-control')).toBe('no-store')
  expect(exported.header('content-disposition')).toMatch(/^attachment/)
  expect(exported.json).toEqual({
    app: expect.stringMatching(/^2fauth_v/),
    schema: 1,
    datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    data: [
      {
        ...{ otp_type: 'totp', account: 'marvin', service: 'GitHub', icon: null, icon_mime: null, icon_file: null },
        ...{ secret: SECRET, digits: 6, algorithm: 'sha1', period: 30, counter: null, legacy_uri: URI },
      },
    ],
  })
  expect((await program.get(`/twofaccounts/export?ids=${stored.id}&otpauth=1`)).json).toMatchObject({
    data: [{ uri: URI }],
  })

  const sealed = await session.post('/twofaccounts/export', { format: 'aegis', password: 'a long password' })
  const content = sealed.field('content')
  expect(content).not.toContain(SECRET)
  const file = formOf('file', content)
  expect((await session.request('POST', '/twofaccounts/migration', undefined, file)).json).toEqual({
    message: 'Unreadable, the data seem encrypted',
    code: 'import_encrypted',
  })
  const opened = await session.post('/twofaccounts/migration', { payload: content, password: 'a long password' })
  expect((opened.json as VaultAccount[]).map(({ id }) => id)).toEqual([-1])
})

test('document 003: files that cannot be read are told apart', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const said = async (json: object) => {
    const { status, json: body } = await program.post('/twofaccounts/migration', json)
    return [status, (body as { message: string }).message]
  }
  expect(await said({ payload: 'hello' })).toEqual([400, 'Data do not match any supported format'])
  expect(await said({ payload: '{"db":{"entries":1}}' })).toEqual([400, 'Invalid or unreadable Aegis data'])
  expect(await said({ payload: '{"encrypted":true,"items":[]}' })).toEqual([400, 'Unreadable, the data seem encrypted'])
  expect((await program.post('/twofaccounts/migration', {})).status).toBe(422)
  const many = Array.from({ length: 100 }, (_, index) => index + 1).join()
  const tooMany = {
    message: 'bad request',
    reason: ['too many ids were included in the query parameter, max 100 allowed'],
    code: 'too_many_ids',
  }
  for (const [method, path] of [
    ['DELETE', '/twofaccounts'],
    ['PATCH', '/twofaccounts/withdraw'],
    ['GET', '/twofaccounts/export'],
  ] as const) {
    const answer = await program.request(method, `${path}?ids=${many}`)
    expect([answer.status, answer.json]).toEqual([400, tooMany])
    const malformed = await program.request(method, `${path}?ids=1,`)
    expect([malformed.status, (malformed.json as { message: string }).message]).toEqual([
      422,
      'IDs must be comma separated, without trailing comma.',
    ])
  }
  expect((await program.get('/twofaccounts/export?ids=1&otpauth=yes')).status).toBe(422)
})

test('field 3.1 6: a whole import is one request, and all or nothing', async ({ api, accounts }) => {
  const { session } = await newVault(api, accounts)
  const rows = Array.from({ length: 500 }, (_, index) => ({
    ...{ account: `a${index}`, otp_type: 'totp', secret: SECRET, group: index % 2 ? 'Odd' : 'Even', notes: 'n' },
  }))
  const bad = await session.post('/twofaccounts/batch', {
    accounts: [...rows, { account: 'x', otp_type: 'totp', secret: '1' }],
  })
  expect(bad.status).toBe(422)
  expect(Object.keys((bad.json as { errors: object }).errors)).toEqual(['accounts.500.secret'])
  expect((await session.get('/twofaccounts/count')).json).toEqual({ count: 0 })
  const kept = await session.post('/twofaccounts/batch', { accounts: rows })
  expect(kept.status).toBe(201)
  expect(kept.text).not.toContain(SECRET)
  expect((await session.get('/groups')).json).toMatchObject([
    { twofaccounts_count: 500 },
    { name: 'Even', twofaccounts_count: 250 },
    { name: 'Odd', twofaccounts_count: 250 },
  ])
})

test('notes, pins and uses are there for those who ask for details, and nowhere else', async ({ api, accounts }) => {
  const { session } = await newVault(api, accounts)
  const { id } = await session.add({ notes: 'recovery: 1234' })
  expect((await session.get(`/twofaccounts/${id}`)).text).not.toContain('recovery')
  const details = { notes: 'recovery: 1234', pinned: false, last_used_at: null, use_count: 0 }
  expect((await session.get('/twofaccounts?withDetails=1')).json).toMatchObject([details])
  const amended = await session.request('PATCH', `/twofaccounts/${id}`, { pinned: true, service: 'GitHub' })
  expect(amended.json).toMatchObject({ id, service: 'GitHub', account: 'marvin' })
  expect(amended.text).not.toContain(SECRET)
  expect((await session.request('POST', `/twofaccounts/${id}/use`)).status).toBe(204)
  const used = { notes: 'recovery: 1234', pinned: true, last_used_at: expect.any(String), use_count: 1 }
  expect((await session.get(`/twofaccounts/${id}?withDetails=1`)).json).toMatchObject(used)
  const replaced = {
    account: 'm',
    otp_type: 'totp',
    secret: SECRET,
    service: null,
    icon: null,
    digits: 6,
    algorithm: 'sha1',
  }
  await session.request('PUT', `/twofaccounts/${id}`, replaced)
  expect((await session.get(`/twofaccounts/${id}?withDetails=1`)).json).toMatchObject(used)
})

test('document 003: a QR code is drawn and read back; of several in one picture, all are', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  const { id } = await program.add({ service: 'GitHub' })
  const drawn = (await program.get(`/twofaccounts/${id}/qrcode`)).field('qrcode')
  expect(drawn).toMatch(/^data:image\/png;base64,/)
  const image = Buffer.from(drawn.split(',')[1] ?? '', 'base64')
  const read = await program.request('POST', '/qrcode/decode', undefined, formOf('qrcode', image))
  expect([read.status, read.json]).toEqual([200, { data: URI }])
  const other = URI.replaceAll('GitHub', 'Proton')
  const several = formOf('qrcode', await pictureOf(URI, other))
  const codes = (await program.request('POST', '/qrcode/decode', undefined, several)).json as { codes: string[] }
  expect(codes).toEqual({ data: codes.codes[0], codes: expect.arrayContaining([URI, other]) })
  const nothing = await program.request('POST', '/qrcode/decode', undefined, formOf('qrcode', PNG))
  expectRefusal(nothing, 'twofauth', 400, 'qr_not_found')
  const text = await program.request('POST', '/qrcode/decode', undefined, formOf('qrcode', 'hello'))
  expect([text.status, text.json]).toMatchObject([
    422,
    { errors: { qrcode: ['Supported format are jpeg, png, bmp, gif, svg, or webp.'] } },
  ])
  expect((await program.post('/qrcode/decode', {})).json).toMatchObject({ message: 'The qrcode field is required.' })
})

test('document 003, UPL-08, UPL-09, UPL-11: icons are kept under our names and served so that they can do nothing', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><rect/></svg>'
  for (const [content, extension, type] of [
    [PNG, 'png', 'image/png'],
    [svg, 'svg', 'image/svg+xml'],
  ] as const) {
    const made = await program.request('POST', '/icons', undefined, formOf('icon', content, '../../x.html'))
    expect(made.status).toBe(201)
    const filename = made.field('filename')
    expect(filename).toMatch(new RegExp(`^[A-Za-z0-9]{40}\\.${extension}$`))
    const icon = await program.get(`/icons/${filename}`)
    expect(icon.status).toBe(200)
    expect(icon.header('content-type')).toBe(type)
    expect(icon.header('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    expect(icon.header('x-content-type-options')).toBe('nosniff')
    expect(icon.header('content-disposition')).toBe('attachment')
    expect(icon.header('cross-origin-resource-policy')).toBe('same-origin')
    expect(icon.text).not.toMatch(/script|onload/)
    const { id } = await program.add({ icon: filename })
    expect((await program.request('DELETE', `/icons/${filename}`)).status).toBe(204)
    expect((await program.request('DELETE', `/icons/${filename}`)).status).toBe(204)
    expect((await program.get(`/twofaccounts/${id}`)).json).toMatchObject({ icon: null })
  }
  expect((await program.post('/icons/default', { service: 'GitHub' })).status).toBe(201)
  const unknown = await program.post('/icons/default', { service: 'no such service' })
  expect([unknown.status, unknown.text]).toEqual([204, ''])
  expect((await program.get('/icons/packs')).json).toEqual([{ name: 'simple-icons' }])
})
