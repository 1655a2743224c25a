import { expectHouseRules, expectRefusal } from '../support/expectations'
import { expect, test } from '../support/test'
import { newVault, SECRET, type VaultAccount } from '../support/vault'

const PADDED = SECRET
const URI = `otpauth://totp/GitHub:marvin?secret=${SECRET}&issuer=GitHub&digits=8&algorithm=SHA256&period=60`

for (const way of ['program', 'session'] as const)
  test(`document 003: an account is kept, listed, read, replaced and removed, by a ${way}'s token`, async ({
    api,
    accounts,
  }) => {
    const vault = (await newVault(api, accounts))[way]
    const created = await vault.post('/twofaccounts', {
      service: 'GitHub',
      account: 'marvin',
      otp_type: 'TOTP',
      secret: SECRET.toLowerCase(),
    })
    expect(created.status).toBe(201)
    expectHouseRules(created)
    const { id } = created.json as VaultAccount
    const whole = {
      id,
      group_id: null,
      service: 'GitHub',
      account: 'marvin',
      icon: null,
      otp_type: 'totp',
      secret: PADDED,
      digits: 6,
      algorithm: 'sha1',
      period: 30,
      counter: null,
    }
    expect(created.json).toEqual(whole)
    const { secret: _, ...shown } = whole
    expect((await vault.get('/twofaccounts')).json).toEqual([shown])
    expect((await vault.get('/twofaccounts?withSecret=1')).json).toEqual([whole])
    expect((await vault.get(`/twofaccounts/${id}`)).json).toEqual(shown)
    expect((await vault.get(`/twofaccounts/${id}?withSecret=true`)).json).toEqual(whole)
    expect((await vault.get('/twofaccounts/count')).json).toEqual({ count: 1 })

    const change = {
      service: null,
      account: 'zaphod',
      icon: null,
      otp_type: 'totp',
      secret: 'eee',
      digits: 8,
      algorithm: 'MD5',
    }
    const replaced = await vault.request('PUT', `/twofaccounts/${id}`, change)
    expect(replaced.status).toBe(200)
    const expected = { ...whole, service: null, account: 'zaphod', secret: 'EEE=====', digits: 8, algorithm: 'md5' }
    expect(replaced.json).toEqual(expected)
    expect((await vault.get('/twofaccounts?withSecret=1')).json).toEqual([expected])

    const removed = await vault.request('DELETE', `/twofaccounts/${id}`)
    expect([removed.status, removed.text]).toEqual([204, ''])
    expectRefusal(await vault.get(`/twofaccounts/${id}`), 'twofauth', 404, 'not_found')
    expect((await vault.get('/twofaccounts')).json).toEqual([])
  })

test('document 003: an account is kept by its URI, by a Steam URI, and without a secret gets one', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  const byUri = await program.post('/twofaccounts', { uri: URI })
  expect(byUri.json).toMatchObject({ service: 'GitHub', account: 'marvin', digits: 8, algorithm: 'sha256', period: 60 })
  const steam = { otp_type: 'steamtotp', digits: 5, algorithm: 'sha1', period: 30 }
  expect((await program.post('/twofaccounts', { uri: URI, custom_otp: 'steamtotp' })).json).toMatchObject(steam)
  expect(await program.add({ service: 'STEAM', digits: 8 })).toMatchObject(steam)
  const fresh = await program.add({ secret: undefined })
  expect(fresh.secret).toMatch(/^[A-Z2-7]{32}$/)
  const hotp = await program.add({ otp_type: 'hotp', counter: 7, period: 30 })
  expect(hotp).toMatchObject({ otp_type: 'hotp', counter: 7, period: null })
})

test('document 003: faults are 422 in the words of the document, all at once', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const answer = await program.post('/twofaccounts', {
    service: 'a:b',
    account: '',
    otp_type: 'sms',
    secret: 12,
    digits: 4,
    algorithm: 'sha3',
    period: 0,
  })
  expect(answer.status).toBe(422)
  const errors = {
    service: ['The service field must not contain colon.'],
    otp_type: ['The otp type field is not supported.'],
    account: ['The account field is required.'],
    secret: ['The secret field must be a string.'],
    digits: ['The digits field must be between 5 and 10.'],
    algorithm: ['The selected algorithm is invalid.'],
    period: ['The period field must be at least 1.'],
  }
  expect(answer.json).toEqual({
    message: 'The service field must not contain colon. (and 6 more errors)',
    errors,
    code: 'invalid_input',
  })
  const first = async (path: string, json: object, method = 'POST') => {
    const { status, json: body } = await program.request(method, path, json)
    return [status, (body as { message: string }).message]
  }
  const base = { account: 'a', otp_type: 'totp' }
  expect(await first('/twofaccounts', { ...base, secret: '1!' })).toEqual([
    422,
    'The secret field must be a base32 encoded string.',
  ])
  expect(await first('/twofaccounts', { ...base, group_id: 'x' })).toEqual([
    422,
    'The group id field must be an integer.',
  ])
  expect(await first('/twofaccounts', { ...base, group_id: 999_999 })).toEqual([
    422,
    'The selected group id is invalid.',
  ])
  expect(await first('/twofaccounts', { ...base, icon: 'x.png' })).toEqual([422, 'The selected icon is invalid.'])
  expect(await first('/twofaccounts', { uri: 'http://x' })).toEqual([422, 'The uri field is not a valid otpauth uri.'])
  expect(await first('/twofaccounts/preview', { uri: 'otpauth://totp/?secret=AAAA' })).toEqual([
    422,
    'The uri must have a label.',
  ])
  const { id } = await program.add()
  const [status, message] = await first(`/twofaccounts/${id}`, base, 'PUT')
  expect([status, message]).toEqual([422, 'The service field must be present. (and 4 more errors)'])
})

test('document 003: codes by id, by parameters and by URI; a counter is saved', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const { id } = await program.add()
  const code = await program.get(`/twofaccounts/${id}/otp`)
  expect(code.json).toEqual({
    password: expect.stringMatching(/^\d{6}$/),
    otp_type: 'totp',
    generated_at: expect.any(Number),
    period: 30,
    next_password: expect.stringMatching(/^\d{6}$/),
  })
  const [listed] = (await program.get('/twofaccounts?withOtp=1')).json as VaultAccount[]
  expect(listed?.otp).toEqual({
    password: expect.any(String),
    generated_at: expect.any(Number),
    next_password: expect.any(String),
  })

  // RFC 4226, appendix D.
  const hotp = await program.add({ otp_type: 'hotp', counter: 0 })
  for (const [counter, password] of ['755224', '287082', '359152'].entries())
    expect((await program.get(`/twofaccounts/${hotp.id}/otp`)).json).toEqual({
      password,
      otp_type: 'hotp',
      counter: counter + 1,
    })
  expect((await program.get(`/twofaccounts/${hotp.id}`)).json).toMatchObject({ counter: 3 })
  const list = (await program.get('/twofaccounts?withOtp=1')).json as VaultAccount[]
  expect(list.find(({ id }) => id === hotp.id)).not.toHaveProperty('otp')

  const parts = { account: 'x', otp_type: 'hotp', secret: SECRET, counter: 3 }
  expect((await program.post('/twofaccounts/otp', parts)).json).toEqual({
    password: '969429',
    otp_type: 'hotp',
    counter: 4,
  })
  expect((await program.post('/twofaccounts/otp', { uri: URI })).json).toMatchObject({ otp_type: 'totp', period: 60 })
  const mixed = await program.post('/twofaccounts/otp', { uri: URI, digits: 6 })
  expect([mixed.status, mixed.json]).toEqual([
    400,
    {
      message: 'bad request',
      reason: {
        uri: "The uri parameter must be provided alone or only in combination with the 'custom_otp' parameter",
      },
      code: 'uri_not_alone',
    },
  ])
  expect((await program.get('/twofaccounts/count')).json).toEqual({ count: 2 })
})
