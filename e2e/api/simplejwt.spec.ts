import { expectHouseRules } from '../support/expectations'
import { readJwt, sessionOf } from '../support/jwt'
import { expect, test } from '../support/test'

const NO_ACCOUNT = { detail: 'No active account found with the given credentials' }
const NOT_VALID = { detail: 'Token is invalid or expired', code: 'token_not_valid' }
const BEARER = 'Bearer realm="api"'

const FIELDS = {
  missing: 'This field is required.',
  blank: 'This field may not be blank.',
  null: 'This field may not be null.',
  type: 'Not a valid string.',
  characters: 'Null characters are not allowed.',
}

test.describe('POST /api/token/', () => {
  test('decision 30: a refresh and an access token, in this order, and no cookie', async ({ api, accounts }) => {
    const { email, password } = await accounts.create()
    const answer = await api.post('/api/token/', { email, password })
    expect(answer.status).toBe(200)
    expectHouseRules(answer)
    expect(Object.keys(answer.json as object)).toEqual(['refresh', 'access'])
    expect(answer.cookies).toEqual({})
    expect(answer.header('cache-control'), 'decision 22').toBe('no-store')
    expect(readJwt(answer.field('access')).payload).toMatchObject({ token_type: 'access' })
    expect(readJwt(answer.field('refresh')).payload).toMatchObject({ token_type: 'refresh' })
  })

  test('decision 30: the look-up ignores case, and spaces around the address', async ({ api, accounts }) => {
    const { email, password } = await accounts.create()
    for (const way of [email.toUpperCase(), `  ${email} `])
      expect((await api.post('/api/token/', { email: way, password })).status, way).toBe(200)
  })

  test('decision 29: the password is never trimmed', async ({ api, accounts }) => {
    const { email, password } = await accounts.create()
    expect((await api.post('/api/token/', { email, password: ` ${password} ` })).status).toBe(401)
  })

  test('D.1, ENU-01, ENU-05: whoever cannot sign in gets one and the same 401', async ({
    api,
    accounts,
    anotherAddress,
    store,
  }) => {
    const [active, inactive, disabled] = [await accounts.create(), await accounts.register(), await accounts.create()]
    await store.query(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, [disabled.email])
    const nobody = accounts.invent()
    const attempts = [
      { email: active.email, password: 'wrong password' },
      { email: inactive.email, password: inactive.password },
      { email: disabled.email, password: disabled.password },
      nobody,
      { email: 'not an address', password: 'x' },
      { email: 'x'.repeat(5000), password: 'x'.repeat(5000) },
      { email: 12345, password: 67890 },
    ]
    for (const { email, password } of attempts) {
      const answer = await api.post('/api/token/', { email, password }, { from: anotherAddress() })
      expect([answer.status, answer.json], JSON.stringify(email).slice(0, 40)).toEqual([401, NO_ACCOUNT])
      expect(answer.header('www-authenticate')).toBe(BEARER)
    }
  })

  const both = (word: string) => ({ email: [word], password: [word] })
  const table: [body: unknown, faults: object][] = [
    [{}, both(FIELDS.missing)],
    [{ email: 'a@b.example' }, { password: [FIELDS.missing] }],
    [{ password: 'x' }, { email: [FIELDS.missing] }],
    [{ email: '', password: '' }, both(FIELDS.blank)],
    [{ email: null, password: null }, both(FIELDS.null)],
    [{ email: {}, password: [] }, both(FIELDS.type)],
    [{ email: true, password: false }, both(FIELDS.type)],
    [{ email: 'a\0b@c.example', password: 'x' }, { email: [FIELDS.characters] }],
    [[], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
    ['x', { non_field_errors: ['Invalid data. Expected a dictionary, but got str.'] }],
    [null, { non_field_errors: ['No data provided'] }],
  ]
  for (const [body, faults] of table)
    test(`decision 30: ${JSON.stringify(body)} is 400 ${JSON.stringify(faults).slice(0, 60)}`, async ({ api }) => {
      const answer = await api.post('/api/token/', body)
      expect([answer.status, answer.json]).toEqual([400, faults])
    })

  test('D.0: unknown keys and the Authorization header are ignored', async ({ api, accounts }) => {
    const { email, password } = await accounts.create()
    const answer = await api.post(
      '/api/token/',
      { email, password, more: 1 },
      { headers: { authorization: 'junk %%%' } },
    )
    expect(answer.status).toBe(200)
  })

  test('D.0: an empty body is an empty dictionary', async ({ api }) => {
    const answer = await api.request('POST', '/api/token/')
    expect([answer.status, answer.json]).toEqual([400, both(FIELDS.missing)])
  })
})

test.describe('POST /api/token/refresh/', () => {
  test('decisions 20 and 30: a new access token, again and again with the same refresh token', async ({
    api,
    accounts,
  }) => {
    const { access, refresh } = await accounts.obtainTokens(await accounts.create())
    const seen = new Set([access])
    for (let count = 0; count < 3; count++) {
      const answer = await api.post('/api/token/refresh/', { refresh })
      expect([answer.status, Object.keys(answer.json as object)]).toEqual([200, ['access']])
      expect(answer.cookies).toEqual({})
      expect((await api.get('/api/account', { bearer: answer.field('access') })).status).toBe(200)
      seen.add(answer.field('access'))
    }
    expect(seen.size).toBe(4)
  })

  const table: [body: object, word: string][] = [
    [{}, FIELDS.missing],
    [{ refresh: '' }, FIELDS.blank],
    [{ refresh: null }, FIELDS.null],
    [{ refresh: [] }, FIELDS.type],
  ]
  for (const [body, word] of table)
    test(`D.2: ${JSON.stringify(body)} is 400 ${word}`, async ({ api }) => {
      const answer = await api.post('/api/token/refresh/', body)
      expect([answer.status, answer.json]).toEqual([400, { refresh: [word] }])
    })

  test('D.2: garbage and numbers are 401', async ({ api }) => {
    for (const refresh of ['nonsense', 'a.b.c', 'x'.repeat(5000), 12345]) {
      const answer = await api.post('/api/token/refresh/', { refresh })
      expect([answer.status, answer.json]).toEqual([401, NOT_VALID])
      expect(answer.header('www-authenticate')).toBe(BEARER)
    }
  })

  test('D.2: an access token has the wrong type', async ({ api, accounts }) => {
    const { access } = await accounts.obtainTokens(await accounts.create())
    const answer = await api.post('/api/token/refresh/', { refresh: access })
    expect([answer.status, answer.json]).toEqual([401, { detail: 'Token has wrong type', code: 'token_not_valid' }])
  })

  test('decision 20, SES-18: a refresh token from a cookie is not taken here, nor this one in a cookie', async ({
    api,
    accounts,
  }) => {
    const account = await accounts.create()
    const { refreshToken } = await accounts.signIn(account)
    const { refresh } = await accounts.obtainTokens(account)
    const answer = await api.post('/api/token/refresh/', { refresh: refreshToken })
    expect([answer.status, answer.json]).toEqual([401, NOT_VALID])
    const cookies = { refresh_token: refresh }
    expect((await api.post('/auth/token/refresh', undefined, { cookies })).status).toBe(401)
    expect((await api.get('/auth/refresh/', { cookies })).status).toBe(403)
    expect((await api.post('/auth/refresh/', undefined, { cookies })).status).toBe(400)
  })

  test('decision 30, SES-13, SES-20: a disabled or removed user is 401', async ({ api, accounts, store }) => {
    const gone = [401, { detail: 'No active account found for the given token.' }]
    const disabled = await accounts.create()
    const one = await accounts.obtainTokens(disabled)
    await store.query(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, [disabled.email])
    const afterDisabling = await api.post('/api/token/refresh/', { refresh: one.refresh })
    expect([afterDisabling.status, afterDisabling.json]).toEqual(gone)
    const two = await accounts.obtainTokens(await accounts.create())
    expect((await api.post('/auth/account/remove', undefined, { bearer: two.access })).status).toBe(204)
    const afterRemoval = await api.post('/api/token/refresh/', { refresh: two.refresh })
    expect([afterRemoval.status, afterRemoval.json]).toEqual(gone)
  })
})

test.describe('POST /api/token/verify/', () => {
  test('decision 30: every good token is []', async ({ api, accounts }) => {
    const account = await accounts.create()
    const { access, refresh } = await accounts.obtainTokens(account)
    const { accessToken, refreshToken } = await accounts.signIn(account)
    for (const token of [access, refresh, accessToken, refreshToken]) {
      const answer = await api.post('/api/token/verify/', { token })
      expect([answer.status, answer.text]).toEqual([200, '[]'])
    }
  })

  test('decision 22a, JWT-17: a token of an ended session, a tampered one and no token at all are one 401', async ({
    api,
    accounts,
    store,
  }) => {
    const account = await accounts.create()
    const ended = await accounts.obtainTokens(account)
    await api.post('/auth/token/revoke', undefined, { bearer: ended.access })
    const expired = await accounts.obtainTokens(account)
    await store.query(`UPDATE "Session" SET "expiresAt" = now() WHERE id = $1`, [sessionOf(expired.access)])
    const good = await accounts.obtainTokens(account)
    const tampered = `${good.access.slice(0, -8)}AAAAAAAA`
    for (const token of [...Object.values(ended), ...Object.values(expired), tampered, 'nonsense', 7]) {
      const answer = await api.post('/api/token/verify/', { token })
      expect([answer.status, answer.json]).toEqual([401, NOT_VALID])
      expect(answer.header('www-authenticate')).toBe(BEARER)
    }
  })

  test('D.3: missing, blank and null are 400', async ({ api }) => {
    const said = async (body: object) => {
      const answer = await api.post('/api/token/verify/', body)
      return [answer.status, answer.json]
    }
    expect(await said({})).toEqual([400, { token: [FIELDS.missing] }])
    expect(await said({ token: '' })).toEqual([400, { token: [FIELDS.blank] }])
    expect(await said({ token: null })).toEqual([400, { token: [FIELDS.null] }])
    expect(await said({ token: {} })).toEqual([400, { token: [FIELDS.type] }])
  })
})

test('D.0: what is not JSON is 400 or 415 in the words of the document', async ({ api }) => {
  const send = async (body: string | Buffer, type = 'application/json') => {
    const answer = await api.request('POST', '/api/token/', { body, headers: { 'content-type': type } })
    return [answer.status, answer.json]
  }
  const malformed = [400, { detail: expect.stringMatching(/^JSON parse error - /), code: 'malformed_body' }]
  expect(await send('{bad')).toEqual(malformed)
  expect(await send(Buffer.from([0x22, 0xff, 0x22]))).toEqual(malformed)
  expect(await send('email=a', 'text/plain')).toEqual([
    415,
    { detail: 'Unsupported media type "text/plain" in request.', code: 'unsupported_media_type' },
  ])
})
