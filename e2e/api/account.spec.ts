import { expectHouseRules, expectRefusal } from '../support/expectations'
import { readJwt, sessionOf } from '../support/jwt'
import { expect, test } from '../support/test'

test('who am I', async ({ api, accounts }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const answer = await api.get('/api/account', { bearer: accessToken })
  expect(answer.status).toBe(200)
  expectHouseRules(answer)
  expect(answer.json).toEqual({
    id: readJwt(accessToken).payload.sub,
    email: account.email,
    username: account.username,
    role: expect.stringMatching(/^(user|admin)$/),
    has_password: true,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  })
})

test('without a token, and with one that is none, a native endpoint answers with a problem', async ({ api }) => {
  const missing = await api.get('/api/account')
  expectRefusal(missing, 'native', 401, 'not_authenticated')
  expect(missing.header('www-authenticate')).toBe('Bearer')
  expectRefusal(await api.get('/api/account', { bearer: 'nonsense' }), 'native', 401, 'invalid_token')
})

test.describe('changing the password', () => {
  test('SES-11: ends the other sessions, keeps this one, and tells the owner', async ({ api, accounts, mail }) => {
    const account = await accounts.create()
    const [own, other] = [await accounts.signIn(account), await accounts.signIn(account)]
    const body = { current_password: account.password, new_password: 'a brand new password' }
    const answer = await api.put('/api/account/password', body, { bearer: own.accessToken })
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect((await api.get('/api/account', { bearer: own.accessToken })).status).toBe(200)
    expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(401)
    const refreshed = await api.post('/auth/token/refresh', undefined, {
      cookies: { refresh_token: other.refreshToken },
    })
    expect(refreshed.status).toBe(401)
    expect((await mail.next(account.email, /was changed/)).text).not.toContain('a brand new password')
    await accounts.signIn({ ...account, password: 'a brand new password' })
    expect((await api.post('/auth/login', { email: account.email, password: account.password })).status).toBe(401)
  })

  test('leaves the other sessions alone when it is told to', async ({ api, accounts }) => {
    const account = await accounts.create()
    const [own, other] = [await accounts.signIn(account), await accounts.signIn(account)]
    const body = { current_password: account.password, new_password: 'a brand new password', end_other_sessions: false }
    expect((await api.put('/api/account/password', body, { bearer: own.accessToken })).status).toBe(204)
    expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(200)
  })

  test('PWD-09: needs the current password, and wrong ones are counted', async ({ api, accounts }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    const change = (current_password?: string) =>
      api.put(
        '/api/account/password',
        { current_password, new_password: 'a brand new password' },
        { bearer: accessToken },
      )
    expectRefusal(await change(), 'native', 400, 'invalid_input')
    for (let count = 0; count < 10; count++)
      expectRefusal(await change('wrong password'), 'native', 400, 'wrong_password')
    const locked = await change(account.password)
    expectRefusal(locked, 'native', 429, 'too_many_attempts')
    expect(Number(locked.header('retry-after'))).toBeGreaterThan(800)
    expect((await api.get('/api/account', { bearer: accessToken })).status, 'BRU-11: the session goes on').toBe(200)
  })

  test('PWD-07, PWD-08: refuses the commonest passwords and the own names', async ({ api, accounts }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    for (const new_password of [
      'iloveyou',
      'latchkey',
      account.username,
      account.username.toUpperCase(),
      account.email,
    ]) {
      const body = { current_password: account.password, new_password }
      expectRefusal(
        await api.put('/api/account/password', body, { bearer: accessToken }),
        'native',
        400,
        'weak_password',
      )
    }
  })

  test('says which field is wrong and how', async ({ api, accounts }) => {
    const { accessToken } = await accounts.signIn(await accounts.create())
    const answer = await api.put('/api/account/password', { new_password: '12345' }, { bearer: accessToken })
    expect(answer.json).toMatchObject({
      code: 'invalid_input',
      errors: [
        { field: 'current_password', fault: 'missing' },
        { field: 'new_password', fault: 'too_short', limit: 6 },
      ],
    })
  })
})

test.describe('changing the e-mail address', () => {
  test('TKT-10: nothing changes before the new address is confirmed; the old one is told before and after', async ({
    api,
    accounts,
    mail,
  }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    const email = accounts.invent().email
    const asked = await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
    expect([asked.status, asked.text]).toEqual([204, ''])
    expect((await mail.next(account.email, /about to change/)).text).toContain(email)
    const { ticket } = await mail.next(email, /Confirm/)
    await accounts.signIn(account)
    expect((await api.post('/auth/login', { email, password: account.password })).status).toBe(401)

    expect((await api.post('/api/account/email/confirm', { ticket })).status).toBe(204)
    expect((await mail.next(account.email, /was changed/)).text).toContain(email)
    await accounts.signIn({ ...account, email })
    expect((await api.post('/auth/login', { email: account.email, password: account.password })).status).toBe(401)
    expectRefusal(await api.post('/api/account/email/confirm', { ticket }), 'native', 401, 'invalid_ticket')
  })

  test('needs the password', async ({ api, accounts }) => {
    const { accessToken } = await accounts.signIn(await accounts.create())
    const body = { email: accounts.invent().email, password: 'wrong password' }
    expectRefusal(await api.put('/api/account/email', body, { bearer: accessToken }), 'native', 400, 'wrong_password')
  })

  test('an address that is taken gives the same answer, and its owner is mailed instead', async ({
    api,
    accounts,
    mail,
  }) => {
    const [account, owner] = [await accounts.create(), await accounts.create()]
    const { accessToken } = await accounts.signIn(account)
    const body = { email: owner.email, password: account.password }
    expect((await api.put('/api/account/email', body, { bearer: accessToken })).status).toBe(204)
    expect((await mail.next(owner.email, /already have/)).ticket).toBe('')
  })

  test('an address that was taken since is refused at the confirmation, and nothing changes', async ({
    api,
    accounts,
    mail,
  }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    const email = accounts.invent().email
    await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
    const { ticket } = await mail.next(email, /Confirm/)
    await accounts.register({ email })
    expectRefusal(await api.post('/api/account/email/confirm', { ticket }), 'native', 401, 'invalid_ticket')
    await accounts.signIn(account)
  })

  test('TKT-10: a password reset or change cancels it', async ({ api, accounts, mail }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    const email = accounts.invent().email
    await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
    const { ticket } = await mail.next(email, /Confirm/)
    const body = { current_password: account.password, new_password: 'a brand new password' }
    expect((await api.put('/api/account/password', body, { bearer: accessToken })).status).toBe(204)
    expectRefusal(await api.post('/api/account/email/confirm', { ticket }), 'native', 401, 'invalid_ticket')
  })
})

test('resending the activation answers everybody alike, and mails at most three times an hour', async ({
  api,
  accounts,
  mail,
  anotherAddress,
}) => {
  const [inactive, active, nobody] = [await accounts.register(), await accounts.create(), accounts.invent()]
  const resend = (email: string) => api.post('/api/account/activation', { email }, { from: anotherAddress() })
  for (const { email } of [inactive, active, nobody]) expect((await resend(email)).status).toBe(204)
  const first = await mail.next(inactive.email, /Activate/)
  const second = await mail.next(inactive.email, /Activate/)
  expect((await api.post('/auth/account/activate', { ticket: first.ticket })).status, 'the older one is dead').toBe(401)
  for (let count = 0; count < 5; count++) expect((await resend(inactive.email)).status).toBe(204)
  expect((await mail.all(inactive.email)).length, 'BRU-14: the registration and three more').toBeLessThanOrEqual(4)
  expect((await mail.all(active.email)).length, 'only that of its registration').toBe(1)
  expect(await mail.all(nobody.email)).toEqual([])
  const tickets = (await mail.all(inactive.email)).map(({ ticket }) => ticket)
  const outcomes = await Promise.all(tickets.map(ticket => api.post('/auth/account/activate', { ticket })))
  expect(outcomes.filter(({ status }) => status === 204)).toHaveLength(1)
  expect(second.link).toContain(`/activate#${second.ticket}`)
})

test.describe('sessions', () => {
  test('SES-17: the list shows this device first, without any token', async ({ api, accounts, address }) => {
    const account = await accounts.create()
    const login = await api.post(
      '/auth/login',
      { email: account.email, password: account.password },
      { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } },
    )
    const own = login.field('jwt_token')
    const other = await accounts.signIn(account)
    const answer = await api.get('/api/account/sessions', { bearer: own })
    const [first, second] = answer.json as Record<string, unknown>[]
    expect(first).toEqual({
      id: sessionOf(own),
      current: true,
      method: 'password',
      address,
      device: expect.stringContaining('Firefox'),
      created_at: expect.any(String),
      last_seen_at: expect.any(String),
      expires_at: expect.any(String),
    })
    expect(second).toMatchObject({ id: sessionOf(other.accessToken), current: false })
    expect(answer.text).not.toMatch(/ey[\w-]+\./)
  })

  test('SES-17: one can be ended, and is out at its next request; foreign and ended ones are 404', async ({
    api,
    accounts,
  }) => {
    const account = await accounts.create()
    const [own, other] = [await accounts.signIn(account), await accounts.signIn(account)]
    const stranger = await accounts.signIn(await accounts.create())
    const end = (token: string) => api.delete(`/api/account/sessions/${sessionOf(token)}`, { bearer: own.accessToken })
    expectRefusal(await end(stranger.accessToken), 'native', 404, 'not_found')
    expect((await api.get('/api/account', { bearer: stranger.accessToken })).status).toBe(200)
    expect((await end(other.accessToken)).status).toBe(204)
    expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(401)
    expectRefusal(await end(other.accessToken), 'native', 404, 'not_found')
  })

  test('all others can be ended at once', async ({ api, accounts }) => {
    const account = await accounts.create()
    const own = await accounts.signIn(account)
    const others = await Promise.all([1, 2, 3].map(() => accounts.signIn(account)))
    expect((await api.delete('/api/account/sessions', { bearer: own.accessToken })).status).toBe(204)
    for (const { accessToken } of others)
      expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
    const left = (await api.get('/api/account/sessions', { bearer: own.accessToken })).json as unknown[]
    expect(left).toHaveLength(1)
  })
})

test('the download holds everything about the account, and nothing that would open it', async ({
  api,
  accounts,
  store,
}) => {
  const account = await accounts.create()
  const { accessToken, refreshToken } = await accounts.signIn(account)
  const answer = await api.get('/api/account/export', { bearer: accessToken })
  expect(answer.header('content-disposition')).toContain('attachment')
  expect(answer.header('cache-control')).toBe('no-store')
  const kinds = ((answer.json as { events: { kind: string }[] }).events ?? []).map(({ kind }) => kind)
  expect(kinds).toEqual(['account_registered', 'account_activated', 'signed_in', 'account_exported'])
  const [row] = await store.query<{ passwordHash: string }>('SELECT "passwordHash" FROM "User" WHERE email = $1', [
    account.email,
  ])
  for (const secret of [row?.passwordHash ?? '', account.password, accessToken, refreshToken, '$argon2'])
    expect(answer.text).not.toContain(secret)
})
