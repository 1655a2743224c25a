import { expectHouseRules, expectRefusal } from '../support/expectations'
import { sessionOf } from '../support/jwt'
import { expect, test } from '../support/test'

const THIRTY_DAYS = 30 * 24 * 3600
const CLEARED = { value: '', maxAge: 0, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }

test.describe('POST /auth/login/', () => {
  test('decisions 7 and 21: the right password gives an access token and a cookie, exactly', async ({
    api,
    accounts,
  }) => {
    const { username, password } = await accounts.create()
    const answer = await api.post('/auth/login/', { username, password })
    expect(answer.status).toBe(200)
    expectHouseRules(answer)
    expect(answer.json).toEqual({ access_token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/) })
    expect(answer.header('cache-control'), 'decision 22').toBe('no-store')
    expect(Object.keys(answer.cookies)).toEqual(['refresh_token'])
    const { maxAge, ...cookie } = answer.cookies.refresh_token ?? {}
    expect(cookie).toMatchObject({ path: '/', domain: undefined, httpOnly: true, secure: true, sameSite: 'Lax' })
    expect(maxAge).toBeGreaterThan(THIRTY_DAYS - 60)
    expect(maxAge).toBeLessThanOrEqual(THIRTY_DAYS)
  })

  test('decision 2: the name may be an e-mail address, in any case and width', async ({ api, accounts }) => {
    const { username, email, password } = await accounts.create()
    const wide = [...username].map(letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('')
    for (const name of [email, email.toUpperCase(), username.toUpperCase(), ` ${username} `, wide])
      expect((await api.post('/auth/login/', { username: name, password })).status, name).toBe(200)
  })

  test('decisions 2 and 25: username speaks fortytwo and email speaks hasura at either spelling', async ({
    api,
    accounts,
  }) => {
    const { username, email, password } = await accounts.create()
    for (const path of ['/auth/login', '/auth/login/', '/api/auth/login']) {
      const fortytwo = await api.post(path, { username, password })
      expect(Object.keys(fortytwo.json as object)).toEqual(['access_token'])
    }
    for (const path of ['/auth/login', '/auth/login/', '/api/auth/login/']) {
      const hasura = await api.post(path, { email, password })
      expect(Object.keys(hasura.json as object)).toEqual(['jwt_token', 'jwt_expires_in'])
    }
  })

  test('decision 2: with neither name the slash decides', async ({ api }) => {
    const slash = await api.post('/auth/login/', { password: 'whatever' })
    expect([slash.status, slash.json]).toEqual([400, { username: ['This field is required.'] }])
    const plain = await api.post('/auth/login', { password: 'whatever' })
    expect(plain.status).toBe(400)
    expect(plain.json).toMatchObject({ statusCode: 400, error: 'Bad Request', message: '"email" is required' })
  })

  test('decision 7, ENU-01: a wrong password and an unknown user are the same 400, without a cookie', async ({
    api,
    accounts,
  }) => {
    const { username } = await accounts.create()
    for (const name of [username, accounts.invent().username, accounts.invent().email]) {
      const answer = await api.post('/auth/login/', { username: name, password: 'wrong password' })
      expectRefusal(answer, 'fortytwo', 400, 'invalid_credentials')
      expect(answer.json).toEqual({ message: 'invalid username or password', code: 'invalid_credentials' })
      expect(answer.cookies).toEqual({})
    }
  })

  test('an account that is not active says so only to the right password', async ({ api, accounts }) => {
    const { username, password } = await accounts.register()
    const wrong = await api.post('/auth/login/', { username, password: 'wrong password' })
    expect(wrong.json).toEqual({ message: 'invalid username or password', code: 'invalid_credentials' })
    const right = await api.post('/auth/login/', { username, password })
    expect([right.status, right.json]).toEqual([400, { message: "user isn't active", code: 'account_not_activated' }])
  })

  const malformed: [body: object, faults: object][] = [
    [{}, { username: ['This field is required.'], password: ['This field is required.'] }],
    [
      { username: '', password: '' },
      { username: ['This field may not be blank.'], password: ['This field may not be blank.'] },
    ],
    [
      { username: null, password: null },
      { username: ['This field may not be null.'], password: ['This field may not be null.'] },
    ],
    [
      { username: ['a'], password: {} },
      { username: ['Not a valid string.'], password: ['Not a valid string.'] },
    ],
    ...['abc', 'ma#rvin', "ma'rvin", 'ma"rvin', 'm'.repeat(35), 'not an address@', 'аlice-cyrillic'].map(
      (username): [object, object] => [{ username, password: 'whatever' }, { username: ['Enter a valid value.'] }],
    ),
  ]
  for (const [body, faults] of malformed)
    test(`decision 6: field errors of ${JSON.stringify(body)}`, async ({ api }) => {
      const answer = await api.post('/auth/login/', body)
      expect([answer.status, answer.json]).toEqual([400, faults])
    })
})

test.describe('/auth/logout/', () => {
  for (const method of ['GET', 'POST']) {
    const refused = method === 'GET' ? 403 : 400

    test(`decision 4, SES-07, SES-09: ${method} ends the session, its cookie and its tokens at once`, async ({
      api,
      accounts,
    }) => {
      const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
      const cookies = { refresh_token: refreshToken }
      const answer = await api.request(method, '/auth/logout/', { bearer: accessToken, cookies })
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect(answer.cookies.refresh_token).toMatchObject(CLEARED)
      expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
      expect((await api.get('/auth/refresh/', { cookies })).status).toBe(403)
      expect((await api.post('/auth/token/refresh', undefined, { cookies })).status).toBe(401)
      const again = await api.request(method, '/auth/logout/', { bearer: accessToken, cookies })
      expect(again.status, 'SES-08').toBe(401)
    })

    test(`decisions 4 and 6: ${method} without the Bearer is 401`, async ({ api, accounts }) => {
      const { refreshToken } = await accounts.signIn(await accounts.create())
      const cookies = { refresh_token: refreshToken }
      const missing = await api.request(method, '/auth/logout/', { cookies })
      expect([missing.status, missing.json]).toEqual([401, { detail: 'Authentication credentials were not provided.' }])
      expect(missing.header('www-authenticate')).toBe('Bearer realm="api"')
      const wrong = await api.request(method, '/auth/logout/', { cookies, bearer: 'not.a.token' })
      expect(wrong.status).toBe(401)
      expect(wrong.header('www-authenticate')).toBe('Bearer realm="api"')
      expect(wrong.json).toEqual({
        detail: 'Given token not valid for any token type',
        code: 'token_not_valid',
        messages: [{ token_class: 'AccessToken', token_type: 'access', message: 'Token is invalid or expired' }],
      })
      expect((await api.get('/auth/refresh/', { cookies })).status, 'the session goes on').toBe(200)
    })

    test(`decision 22a: ${method} without the cookie is ${refused}, and the session ends all the same`, async ({
      api,
      accounts,
    }) => {
      const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
      const answer = await api.request(method, '/auth/logout/', { bearer: accessToken })
      expectRefusal(answer, 'fortytwo', refused, 'missing_refresh_token')
      expect(answer.cookies.refresh_token).toMatchObject(CLEARED)
      expect((await api.get('/auth/refresh/', { cookies: { refresh_token: refreshToken } })).status).toBe(403)
      expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
    })

    test(`SES-08: ${method} with somebody else's cookie is ${refused} and leaves their session alone`, async ({
      api,
      accounts,
    }) => {
      const [own, other] = [
        await accounts.signIn(await accounts.create()),
        await accounts.signIn(await accounts.create()),
      ]
      const cookies = { refresh_token: other.refreshToken }
      const answer = await api.request(method, '/auth/logout/', { bearer: own.accessToken, cookies })
      expectRefusal(answer, 'fortytwo', refused, 'invalid_refresh_token')
      expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(200)
      expect((await api.get('/auth/refresh/', { cookies })).status).toBe(200)
      expect((await api.get('/api/account', { bearer: own.accessToken })).status).toBe(401)
    })
  }
})

test.describe('/auth/refresh/', () => {
  for (const method of ['GET', 'POST']) {
    const refused = method === 'GET' ? 403 : 400

    test(`decision 8: ${method} gives a new access token and sets no cookie, again and again`, async ({
      api,
      accounts,
    }) => {
      const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
      const cookies = { refresh_token: refreshToken }
      for (let count = 0; count < 3; count++) {
        const answer = await api.request(method, '/auth/refresh/', { cookies })
        expect(answer.status).toBe(200)
        expect(Object.keys(answer.json as object)).toEqual(['access_token'])
        expect(answer.cookies).toEqual({})
        expect(answer.header('cache-control'), 'decision 22').toBe('no-store')
        expect(answer.field('access_token')).not.toBe(accessToken)
        expect((await api.get('/api/account', { bearer: answer.field('access_token') })).status).toBe(200)
      }
    })

    test(`decision 8: ${method} with a bad or without a cookie is ${refused} and clears it`, async ({ api }) => {
      const missing = await api.request(method, '/auth/refresh/')
      expectRefusal(missing, 'fortytwo', refused, 'missing_refresh_token')
      expect(missing.cookies.refresh_token).toMatchObject(CLEARED)
      const bad = await api.request(method, '/auth/refresh/', { cookies: { refresh_token: 'not.a.token' } })
      expectRefusal(bad, 'fortytwo', refused, 'invalid_refresh_token')
      expect(bad.json).toMatchObject({ message: 'invalid refresh token' })
      expect(bad.cookies.refresh_token).toMatchObject(CLEARED)
    })

    test(`decision 8: ${method} with a still valid access token is 400`, async ({ api, accounts }) => {
      const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
      const cookies = { refresh_token: refreshToken }
      const answer = await api.request(method, '/auth/refresh/', { cookies, bearer: accessToken })
      expectRefusal(answer, 'fortytwo', 400, 'access_token_still_valid')
      expect(answer.json).toMatchObject({ message: 'cannot refresh with valid access token' })
      expect(answer.cookies, 'the cookie stays').toEqual({})
    })

    test(`decisions 8 and 20: ${method} does not rotate, but finds a token that was rotated out and used after the grace`, async ({
      api,
      accounts,
      store,
    }) => {
      const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
      const old = { refresh_token: refreshToken }
      const rotated = await api.post('/auth/token/refresh', undefined, { cookies: old })
      const current = { refresh_token: rotated.cookies.refresh_token?.value ?? '' }
      expect((await api.request(method, '/auth/refresh/', { cookies: old })).status, 'in the grace').toBe(200)
      await store.query(`UPDATE "Session" SET "rotatedAt" = ARRAY[now() - interval '21 seconds'] WHERE id = $1`, [
        sessionOf(accessToken),
      ])
      expectRefusal(
        await api.request(method, '/auth/refresh/', { cookies: old }),
        'fortytwo',
        refused,
        'invalid_refresh_token',
      )
      const family = await api.request(method, '/auth/refresh/', { cookies: current })
      expect(family.status, 'the whole family has ended').toBe(refused)
    })
  }
})

test.describe('a forgotten password', () => {
  test('decision 17, ENU-03: /auth/recovery/ answers the same for everybody, and mails whoever has an account', async ({
    api,
    accounts,
    mail,
  }) => {
    const known = await accounts.create()
    const nobody = accounts.invent()
    const answers = [known.username, known.email, nobody.username].map(username =>
      api.post('/auth/recovery/', { username }),
    )
    for (const answer of await Promise.all(answers)) expect([answer.status, answer.text]).toEqual([200, ''])
    expect((await mail.next(known.email, /new password/)).ticket).toMatch(/^[0-9a-f-]{36}$/)
    expect(await mail.all(nobody.email)).toEqual([])
  })

  test('decision 17: /auth/password/?token= sets it, once', async ({ api, accounts, mail }) => {
    const account = await accounts.create()
    await api.post('/auth/recovery/', { username: account.username })
    const { ticket } = await mail.next(account.email, /new password/)
    const path = `/auth/password/?token=${ticket}`
    const answer = await api.post(path, { password: 'a brand new password' })
    expect([answer.status, answer.text, answer.cookies]).toEqual([200, '', {}])
    const again = await api.post(path, { password: 'another new password' })
    expect([again.status, again.json]).toEqual([400, { message: 'invalid token', code: 'invalid_ticket' }])
    const login = (password: string) => api.post('/auth/login/', { username: account.username, password })
    expect((await login('a brand new password')).status).toBe(200)
    expect((await login(account.password)).status).toBe(400)
  })

  test('/auth/password/ refuses no token, a malformed one, and a weak or missing password', async ({ api }) => {
    const unknown = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'
    const refused = async (query: string, body: object) => {
      const answer = await api.post(`/auth/password/${query}`, body)
      expect(answer.status).toBe(400)
      return answer.json
    }
    expect(await refused('', { password: 'long enough' })).toEqual({ token: ['This field is required.'] })
    expect(await refused('?token=abc', { password: 'long enough' })).toEqual({ token: ['Enter a valid value.'] })
    expect(await refused(`?token=${unknown}`, {})).toEqual({ password: ['This field is required.'] })
    expect(await refused(`?token=${unknown}`, { password: 'short' })).toEqual({
      password: ['Ensure this field has at least 6 characters.'],
    })
    expect(await refused(`?token=${unknown}`, { password: 'long enough' })).toMatchObject({ code: 'invalid_ticket' })
  })
})
