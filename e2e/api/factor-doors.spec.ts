import { codeOf, wrongCode } from '../support/authenticator'
import { expectRefusal } from '../support/expectations'
import { challengeOf, type Protected, protect } from '../support/factors'
import { test as base, expect } from '../support/test'

const test = base.extend<{ owner: Protected }>({
  owner: async ({ api, accounts, store }, use) => {
    const account = await accounts.create()
    await use(await protect(api, store, account, await accounts.signIn(account)))
  },
})

const UNKNOWN = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'

test('30: document 004 takes the code along with the password', async ({ api, owner, anotherAddress }) => {
  const { email, password } = owner
  const obtain = (otp?: string) =>
    api.post('/api/token/', { email, password, ...(otp && { otp }) }, { from: anotherAddress() })
  const without = await obtain()
  expect([without.status, without.json]).toEqual([
    401,
    { detail: 'Second factor required.', code: 'second_factor_required' },
  ])
  expect((await obtain(wrongCode(owner.secret))).status).toBe(401)
  const tokens = await obtain(codeOf(owner.secret))
  expect(Object.keys(tokens.json as object).sort()).toEqual(['access', 'refresh'])
  expect((await obtain(codeOf(owner.secret))).status, 'TOT-06').toBe(401)
})

test('TOT-14: what is no code is 400 in every dialect, and costs no try', async ({ api, owner, anotherAddress }) => {
  const token = await challengeOf(api, owner, anotherAddress())
  const bad = ['12345', '1234567', 'abcdef', '１２３４５６', 123456, null, ['123456'], { a: 1 }, '123456\0', '', true]
  for (const code of [...bad, '1'.repeat(20_000), undefined]) {
    const options = () => ({ from: anotherAddress() })
    const said = JSON.stringify(code)?.slice(0, 40) ?? 'missing'
    expect((await api.post('/2fa/validate/login/', { token, code }, options())).status, said).toBe(400)
    expect((await api.post('/2fa/validate/recover/', { token, code }, options())).status, said).toBe(400)
    expect((await api.post('/auth/mfa/totp', { ticket: token, code }, options())).status, said).toBe(400)
    const signedIn = { ...options(), bearer: owner.accessToken }
    expect((await api.post('/api/account/recovery-codes/rehearsal', { code }, signedIn)).status, said).toBe(400)
  }
  for (const ticket of ['', 'x', 7, null, {}, [token], undefined, UNKNOWN]) {
    const answer = await api.post('/2fa/validate/login/', { token: ticket, code: '123456' }, { from: anotherAddress() })
    expect(answer.status, JSON.stringify(ticket)).toBe(400)
  }
  expect((await api.post('/2fa/validate/login/', { token, code: codeOf(owner.secret) })).status).toBe(200)
})

test('TOT-19: the time is the server’s', async ({ api, owner, anotherAddress }) => {
  const token = await challengeOf(api, owner, anotherAddress())
  const later = new Date(Date.now() + 300_000)
  const headers = { date: later.toUTCString(), 'x-time': later.toISOString() }
  const early = { token, code: codeOf(owner.secret, 10), timestamp: later.getTime() }
  expect((await api.post('/2fa/validate/login/', early, { headers })).status).toBe(400)
})

test('TOT-12: once it is on, the secret is shown nowhere', async ({ api, owner }) => {
  const bearer = owner.accessToken
  for (const path of ['/2fa/manage/', '/api/account', '/api/account/activity']) {
    const { status, text } = await api.get(path, { bearer })
    expect(status, path).toBe(200)
    expect(text).not.toContain(owner.secret)
    for (const code of owner.recoveryCodes) expect(text).not.toContain(code)
  }
  const { text } = await api.get('/api/account/export', { bearer })
  expect(text).not.toContain(owner.secret)
})

test.describe('Latchkey’s own endpoints', () => {
  test('REC-04: regenerating asks for a fresh proof, names the method, and kills the old set', async ({
    api,
    owner,
    store,
  }) => {
    const bearer = owner.accessToken
    await store.query(
      `UPDATE "Session" SET "authenticatedAt" = now() - interval '901 seconds'
       WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
      [owner.email],
    )
    const refused = await api.post('/api/account/recovery-codes', undefined, { bearer })
    expectRefusal(refused, 'native', 401, 'reauthentication_required')
    expect((refused.json as { methods: string[] }).methods).toEqual(['code'])
    const withPassword = await api.post('/api/account/identity', { password: owner.password }, { bearer })
    expect([withPassword.status, withPassword.field('code')]).toEqual([401, 'second_factor_required'])
    const code = codeOf(owner.secret)
    expect((await api.post('/api/account/identity', { code }, { bearer })).status).toBe(204)
    const { codes } = (await api.post('/api/account/recovery-codes', undefined, { bearer })).json as { codes: string[] }
    const rehearse = (code: string | undefined) =>
      api.post('/api/account/recovery-codes/rehearsal', { code }, { bearer })
    expect((await rehearse(codes[0])).status).toBe(204)
    expectRefusal(await rehearse(owner.recoveryCodes[0]), 'native', 400, 'invalid_code')
    const status = (await api.get('/2fa/manage/', { bearer })).json
    expect(status).toEqual({ is_active: true, type: 'SW', recovery_codes_left: 10 })
  })

  test('a browser is remembered for thirty days when that is wanted, listed, and forgotten', async ({
    api,
    owner,
    anotherAddress,
  }) => {
    const token = await challengeOf(api, owner, anotherAddress())
    const proof = { token, code: codeOf(owner.secret), remember_device: true }
    const kept = (await api.post('/2fa/validate/login/', proof)).cookies.trusted_device
    expect(kept).toMatchObject({ value: expect.any(String) })
    const cookies = { trusted_device: kept?.value ?? '' }
    const { username, email, password } = owner
    const signIn = (body: object) => api.post('/auth/login/', body, { cookies, from: anotherAddress() })
    expect(Object.keys((await signIn({ username, password })).json as object)).toEqual(['access_token'])
    expect(Object.keys((await signIn({ email, password })).json as object)).toContain('jwt_token')
    const bearer = owner.accessToken
    const [device] = (await api.get('/api/account/trusted-devices', { bearer })).json as Record<string, string>[]
    const days = (Date.parse(device?.expires_at ?? '') - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(29.9)
    expect(days).toBeLessThan(30.1)
    const forget = () => api.delete(`/api/account/trusted-devices/${device?.id}`, { bearer })
    expect((await forget()).status).toBe(204)
    expect((await forget()).status).toBe(404)
    expect((await signIn({ username, password })).json).toEqual({ token: expect.any(String), type: 'SW' })
  })
})
