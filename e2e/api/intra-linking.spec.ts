import { generate } from 'otplib'
import { expectRefusal } from '../support/expectations'
import type { Client } from '../support/http'
import type { Student } from '../support/intra-visits'
import { test as base, expect } from '../support/test'

const CLEARED = { value: '', maxAge: 0, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }

type Linked = { email: string; username: string; password: string; accessToken: string; who: Student }
type Fixtures = {
  login: (exchange: string, cookies?: Record<string, string>) => ReturnType<Client['post']>
  link: (accessToken: string, exchange: string, headers?: Record<string, string>) => ReturnType<Client['post']>
  /** An account with a password and a 42 account. */
  linked: () => Promise<Linked>
}

const test = base.extend<Fixtures>({
  login: async ({ api, anotherAddress }, use) =>
    use((exchange, cookies) =>
      api.post('/oauth2/intra/login/', undefined, {
        cookies: { ...cookies, ...(exchange && { api_token: exchange }) },
        from: anotherAddress(),
      }),
    ),
  link: async ({ api }, use) =>
    use((bearer, exchange, headers = {}) =>
      api.post('/oauth2/intra/link/', undefined, { bearer, cookies: { api_token: exchange }, headers }),
    ),
  linked: async ({ api, accounts, visits, link }, use) =>
    use(async () => {
      const account = await accounts.create()
      const { accessToken } = await accounts.signIn(account)
      const who = visits.invent()
      const exchange = await visits.bring(api, 'link', who, { bearer: accessToken })
      expect((await link(accessToken, exchange)).status).toBe(200)
      return { ...account, accessToken, who }
    }),
})

test.describe('POST /oauth2/intra/login/', () => {
  test('decision 11: linked: an access token and a session, api_token unset', async ({
    api,
    visits,
    linked,
    login,
  }) => {
    const { who, username } = await linked()
    const answer = await login(await visits.bring(api, 'login', who))
    expect(answer.status, answer.text).toBe(200)
    expect(Object.keys(answer.json as object)).toEqual(['access_token'])
    expect(Object.keys(answer.cookies).sort()).toEqual(['api_token', 'refresh_token'])
    expect(answer.cookies.api_token).toMatchObject(CLEARED)
    const account = await api.get('/api/account', { bearer: answer.field('access_token') })
    expect(account.json).toMatchObject({ username })
  })

  test('decision 11, ENU-07: not linked: 404, api_token unset, and no session', async ({ api, visits, login }) => {
    const answer = await login(await visits.bring(api, 'login', visits.invent()))
    expectRefusal(answer, 'fortytwo', 404, 'account_not_linked')
    expect(Object.keys(answer.cookies).sort()).toEqual(['api_token', 'intra_newcomer'])
    expect(answer.cookies.api_token).toMatchObject(CLEARED)
    expect(answer.cookies.intra_newcomer).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  })

  test('OAU-21, ENU-07 missing, forged, late or used: 400, and it is unset', async ({
    api,
    visits,
    linked,
    login,
    tokens,
  }) => {
    const { who } = await linked()
    const exchange = await visits.bring(api, 'login', who)
    const late = await tokens.age('api_token', exchange, 301)
    for (const odd of ['', 'forged', `${exchange.slice(0, -4)}AAAA`, late]) {
      const answer = await login(odd)
      expectRefusal(answer, 'fortytwo', 400, 'invalid_exchange')
      expect(answer.cookies.api_token).toMatchObject(CLEARED)
    }
    const twice = { headers: { cookie: `api_token=${exchange}; api_token=${exchange}` } }
    expect((await api.post('/oauth2/intra/login/', undefined, twice)).status).toBe(400)
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(exchange)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expectRefusal(await login(exchange), 'fortytwo', 400, 'invalid_exchange')
  })

  test('OAU-11 42’s number is the identity: new e-mail and login there change nothing', async ({
    api,
    visits,
    linked,
    login,
  }) => {
    const one = await linked()
    const renamed = { id: one.who.id, login: 'renamed', email: 'renamed@student.42.example' }
    const same = await login(await visits.bring(api, 'login', renamed))
    expect((await api.get('/api/account', { bearer: same.field('access_token') })).json).toMatchObject({
      email: one.email,
    })
    const successor = { ...visits.invent(), login: one.who.login, email: one.who.email }
    expectRefusal(await login(await visits.bring(api, 'login', successor)), 'fortytwo', 404, 'account_not_linked')
  })

  test('OAU-12 an account is never joined by its e-mail address', async ({ api, accounts, visits, login, store }) => {
    const { email } = await accounts.create()
    const answer = await login(await visits.bring(api, 'login', { ...visits.invent(), email }))
    expectRefusal(answer, 'fortytwo', 404, 'account_not_linked')
    const rows = await store.query('SELECT 1 FROM "Account" a JOIN "User" u ON u.id = a."userId" WHERE u.email = $1', [
      email,
    ])
    expect(rows).toEqual([])
  })

  test('OAU-24 with a second factor on: its challenge and no session; TOT-01 the code finishes it', async ({
    api,
    visits,
    linked,
    login,
  }) => {
    const { who, accessToken } = await linked()
    const enrolment = await api.post('/2fa/manage/', { type: 'SW' }, { bearer: accessToken })
    const secret = enrolment.field('token')
    const past = Math.floor(Date.now() / 1000) - 30
    const activated = await api.post(
      '/2fa/validate/activate/',
      { code: await generate({ secret, epoch: past }) },
      { bearer: accessToken },
    )
    expect(activated.status, activated.text).toBe(200)
    const answer = await login(await visits.bring(api, 'login', who))
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({ token: expect.any(String), type: 'SW' })
    expect(Object.keys(answer.cookies)).toEqual(['api_token'])
    const finished = await api.post('/2fa/validate/login/', {
      token: answer.field('token'),
      code: await generate({ secret }),
    })
    expect(finished.status, finished.text).toBe(200)
    const sessions = await api.get('/api/account/sessions', { bearer: finished.field('access_token') })
    expect((sessions.json as { method: string }[])[0]?.method).toBe('intra+totp')
  })

  test('CSR-03 another site cannot spend it', async ({ api, visits, linked }) => {
    const { who } = await linked()
    const cookies = { api_token: await visits.bring(api, 'login', who) }
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ])
      expect((await api.post('/oauth2/intra/login/', undefined, { cookies, headers })).status).toBe(403)
    expect((await api.post('/oauth2/intra/login/', undefined, { cookies })).status).toBe(200)
  })
})

test.describe('POST and DELETE /oauth2/intra/link/', () => {
  test('decision 12: 200 and an empty body, api_token unset, a mail and an event', async ({
    api,
    accounts,
    visits,
    link,
    mail,
  }) => {
    const account = await accounts.create()
    const { accessToken, refreshToken } = await accounts.signIn(account)
    const who = visits.invent()
    const exchange = await visits.bring(api, 'link', who, { cookies: { refresh_token: refreshToken } })
    const answer = await link(accessToken, exchange, { 'sec-fetch-site': 'same-origin' })
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(answer.cookies.api_token).toMatchObject(CLEARED)
    await mail.next(account.email, /was linked/)
    const connections = await api.get('/api/account/connections', { bearer: accessToken })
    expect(connections.json).toEqual({ intra: { configured: true, linked_at: expect.any(String), login: who.login } })
    const everything = await api.get('/api/account/export', { bearer: accessToken })
    expect(everything.json).toMatchObject({
      connections: [{ provider: '42-school', providerAccountId: String(who.id) }],
    })
    expect(everything.text).toContain('intra_linked')
  })

  test('OAU-10 a login cookie does not link, a link cookie does not log in, neither is a bearer or a refresh token', async ({
    api,
    visits,
    linked,
    accounts,
    link,
    login,
  }) => {
    const { who } = await linked()
    const { accessToken } = await accounts.signIn(await accounts.create())
    const forLogin = await visits.bring(api, 'login', visits.invent())
    expectRefusal(await link(accessToken, forLogin), 'fortytwo', 400, 'invalid_exchange')
    const forLink = await visits.bring(api, 'link', who, { bearer: accessToken })
    expectRefusal(await login(forLink), 'fortytwo', 400, 'invalid_exchange')
    expect((await api.get('/api/account', { bearer: forLogin })).status).toBe(401)
    expect((await api.post('/auth/refresh/', undefined, { cookies: { refresh_token: forLogin } })).status).toBe(400)
    const { stateToken } = await visits.begin(api, 'login')
    expectRefusal(await login(stateToken), 'fortytwo', 400, 'invalid_exchange')
    expectRefusal(await login(forLogin), 'fortytwo', 404, 'account_not_linked')
  })

  test('OAU-14 only the user who set out can finish; a visit of nobody known is for programs', async ({
    api,
    accounts,
    visits,
    link,
    store,
  }) => {
    const one = await accounts.signIn(await accounts.create())
    const two = await accounts.signIn(await accounts.create())
    const who = visits.invent()
    const started = await visits.bring(api, 'link', who, { bearer: one.accessToken })
    expectRefusal(await link(two.accessToken, started), 'fortytwo', 400, 'invalid_exchange')
    const planted = await visits.bring(api, 'link', who)
    expectRefusal(
      await link(two.accessToken, planted, { 'sec-fetch-site': 'same-origin' }),
      'fortytwo',
      400,
      'invalid_exchange',
    )
    const rows = await store.query('SELECT 1 FROM "Account" WHERE "providerAccountId" = $1', [String(who.id)])
    expect(rows).toEqual([])
    expect((await link(two.accessToken, await visits.bring(api, 'link', who))).status).toBe(200)
    const bad = await api.get('/oauth2/intra/url/?type=link', { bearer: 'x.y.z' })
    expect(bad.status, 'its page comes back with a fresh one').toBe(401)
  })

  test('OAU-15 one 42 account, one account: whatever was linked before, the same 400', async ({
    api,
    accounts,
    visits,
    linked,
    link,
  }) => {
    const one = await linked()
    const two = await accounts.signIn(await accounts.create())
    const elsewhere = await link(two.accessToken, await visits.bring(api, 'link', one.who, { bearer: two.accessToken }))
    const another = await link(
      one.accessToken,
      await visits.bring(api, 'link', visits.invent(), { bearer: one.accessToken }),
    )
    const again = await link(one.accessToken, await visits.bring(api, 'link', one.who, { bearer: one.accessToken }))
    for (const answer of [elsewhere, another, again]) {
      expectRefusal(answer, 'fortytwo', 400, 'already_linked')
      expect(answer.text).toBe(elsewhere.text)
      expect(answer.cookies.api_token).toMatchObject(CLEARED)
    }
  })

  test('OAU-16 unlinked with a password: 200, mail, and 42 no longer opens the account', async ({
    api,
    visits,
    linked,
    login,
    mail,
  }) => {
    const { who, email, accessToken } = await linked()
    const answer = await api.delete('/oauth2/intra/link/', { bearer: accessToken })
    expect([answer.status, answer.text]).toEqual([200, ''])
    await mail.next(email, /unlinked/)
    expectRefusal(await login(await visits.bring(api, 'login', who)), 'fortytwo', 404, 'account_not_linked')
    expectRefusal(await api.delete('/oauth2/intra/link/', { bearer: accessToken }), 'fortytwo', 400, 'not_linked')
  })

  test('OAU-16 both ask for a proof that is younger than a quarter of an hour, and use nothing up', async ({
    api,
    visits,
    linked,
    link,
    store,
  }) => {
    const { accessToken, email, password } = await linked()
    const age = `UPDATE "Session" SET "authenticatedAt" = now() - interval '16 minutes'
      WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`
    await store.query(age, [email])
    const exchange = await visits.bring(api, 'link', visits.invent(), { bearer: accessToken })
    for (const answer of [
      await link(accessToken, exchange),
      await api.delete('/oauth2/intra/link/', { bearer: accessToken }),
    ]) {
      expect(answer.status).toBe(401)
      expect(answer.json).toMatchObject({ code: 'reauthentication_required', methods: ['password'] })
      expect(answer.cookies).toEqual({})
    }
    await api.post('/api/account/identity', { password }, { bearer: accessToken })
    expect((await api.delete('/oauth2/intra/link/', { bearer: accessToken })).status).toBe(200)
    expect((await link(accessToken, exchange)).status).toBe(200)
  })

  test('both are for people who are signed in', async ({ api }) => {
    for (const answer of [await api.post('/oauth2/intra/link/'), await api.delete('/oauth2/intra/link/')]) {
      expect(answer.status).toBe(401)
      expect(answer.header('www-authenticate')).toBe('Bearer realm="api"')
    }
  })
})
