import { expectBoom as boom, expectHouseRules } from '../support/expectations'
import { expect, test } from '../support/test'

const UNKNOWN_TICKET = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'

test.describe('POST /auth/register', () => {
  test('decision 24: 204, and a mail whose ticket activates', async ({ api, accounts, mail }) => {
    const { email, password } = accounts.invent()
    const answer = await api.post('/auth/register', { email, password })
    expect([answer.status, answer.text, answer.cookies]).toEqual([204, '', {}])
    expectHouseRules(answer)
    const { ticket, subject } = await mail.next(email)
    expect(subject).toBe('Activate your Latchkey account')
    expect((await api.post('/auth/account/activate', { ticket })).status).toBe(204)
    expect((await api.post('/auth/login', { email, password })).status).toBe(200)
  })

  test('decision 24, ENU-04: a taken address is 204 too, changes nothing, and its owner is mailed', async ({
    api,
    accounts,
    mail,
  }) => {
    const { email, password } = await accounts.create()
    const fresh = await api.post('/auth/register', { email: accounts.invent().email, password })
    const answer = await api.post('/auth/register', { email: email.toUpperCase(), password: 'another password' })
    expect([answer.status, answer.text]).toEqual([fresh.status, fresh.text])
    expect((await mail.next(email, /already have/)).text).toContain('Nothing has changed')
    expect((await api.post('/auth/login', { email, password })).status).toBe(200)
    expect((await api.post('/auth/login', { email, password: 'another password' })).status).toBe(401)
  })

  test('decision 24: a username is optional, and a taken one is 400', async ({ api, accounts }) => {
    const { username } = await accounts.create()
    const { email, password } = accounts.invent()
    const answer = await api.post('/auth/register', { email, password, username: username.toUpperCase() })
    boom(answer, 400, 'Bad Request', 'Username is already taken.', 'username_taken')
    for (const name of ['abcd', 'a'.repeat(33), 'with space', 'with@sign', 'with#sign', 'ümlaut'])
      expect((await api.post('/auth/register', { email, password, username: name })).status, name).toBe(400)
    expect(
      (await api.post('/auth/register', { email, password, username: `!?*$~_-${username.slice(1)}` })).status,
    ).toBe(204)
  })

  test("decision 29: the commonest passwords are refused, seed 004's example is not", async ({ api, accounts }) => {
    const { email } = accounts.invent()
    for (const password of ['password', '123456', 'qwerty123', 'iloveyou', 'PASSWORD'])
      boom(
        await api.post('/auth/register', { email, password }),
        400,
        'Bad Request',
        'Password is too weak.',
        'weak_password',
      )
    expect((await api.post('/auth/register', { email, password: 'example1234' })).status).toBe(204)
    expect((await api.post('/auth/register', { email, password: 'a password within a phrase' })).status).toBe(204)
  })

  const email = 'somebody@example.com'
  const password = 'long enough'
  const joi: [body: unknown, message: string][] = [
    [{ password }, '"email" is required'],
    [{ email: '', password }, '"email" is not allowed to be empty'],
    [{ email: 'nonsense', password }, '"email" must be a valid email'],
    [{ email: 7, password }, '"email" must be a string'],
    [{ email: null, password }, '"email" must be a string'],
    [{ email: ['a@b.example'], password }, '"email" must be a string'],
    [{ email: { $gt: '' }, password }, '"email" must be a string'],
    [{ email }, '"password" is required'],
    [{ email, password: '' }, '"password" is not allowed to be empty'],
    [{ email, password: '12345' }, '"password" length must be at least 6 characters long'],
    [{ email, password: 'x'.repeat(129) }, '"password" length must be less than or equal to 128 characters long'],
    [{ email, password: 123456 }, '"password" must be a string'],
    [{ email, password, role: 'admin' }, '"role" is not allowed'],
    [{ email, password, __proto__x: 1 }, '"__proto__x" is not allowed'],
    [[], '"value" must be of type object'],
    ['text', '"value" must be of type object'],
    [null, '"value" must be of type object'],
  ]
  for (const [body, message] of joi)
    test(`decision 23: ${JSON.stringify(body)?.slice(0, 60)} is 400 ${message}`, async ({ api }) => {
      boom(await api.post('/auth/register', body), 400, 'Bad Request', message, 'invalid_input')
    })
})

test.describe('POST /auth/login', () => {
  test('decisions 21, 22 and 25: exactly the documented session, and the cookie', async ({ api, accounts }) => {
    const { email, password } = await accounts.create()
    const answer = await api.post('/auth/login', { email, password })
    expect(answer.status).toBe(200)
    expectHouseRules(answer)
    expect(answer.json).toEqual({ jwt_token: expect.any(String), jwt_expires_in: 900_000 })
    expect(answer.header('cache-control')).toBe('no-store')
    expect(Object.keys(answer.cookies)).toEqual(['refresh_token'])
    expect(answer.cookies.refresh_token).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  })

  test('decision 25, ENU-01, ENU-05: unknown, wrong, and wrong at an inactive account are one 401', async ({
    api,
    accounts,
  }) => {
    const [active, inactive] = [await accounts.create(), await accounts.register()]
    for (const email of [active.email, inactive.email, accounts.invent().email]) {
      const answer = await api.post('/auth/login', { email, password: 'wrong password' })
      boom(answer, 401, 'Unauthorized', 'Invalid e-mail or password.', 'invalid_credentials')
      expect(answer.cookies).toEqual({})
    }
  })

  test('decision 25: the right password of an inactive account is 400', async ({ api, accounts }) => {
    const { email, password } = await accounts.register()
    const answer = await api.post('/auth/login', { email, password })
    boom(answer, 400, 'Bad Request', 'Account is not activated.', 'account_not_activated')
  })

  test('decision 23: the same bounds as at registration, before anything is looked up', async ({ api, accounts }) => {
    const { email, password } = accounts.invent()
    const said = async (body: object) => ((await api.post('/auth/login', body)).json as { message: string }).message
    expect(await said({ email, password: '12345' })).toBe('"password" length must be at least 6 characters long')
    expect(await said({ email, password, remember: true })).toBe('"remember" is not allowed')
    expect(await said({ email: 'nonsense', password })).toBe('"email" must be a valid email')
  })
})

test.describe('tickets', () => {
  test('decision 26, ENU-06: activation spends its ticket; used, unknown and foreign ones are one 401', async ({
    api,
    accounts,
    mail,
  }) => {
    const { email } = await accounts.register()
    const { ticket } = await mail.next(email)
    expect((await api.post('/auth/account/activate', { ticket })).status).toBe(204)
    const other = await accounts.create()
    await api.post('/auth/account/forgot', { email: other.email })
    const reset = await mail.next(other.email, /new password/)
    for (const bad of [ticket, UNKNOWN_TICKET, reset.ticket]) {
      const answer = await api.post('/auth/account/activate', { ticket: bad })
      boom(answer, 401, 'Unauthorized', 'Invalid or expired ticket.', 'invalid_ticket')
    }
  })

  for (const [body, message] of [
    [{}, '"ticket" is required'],
    [{ ticket: '' }, '"ticket" is not allowed to be empty'],
    [{ ticket: 'x' }, '"ticket" must be a valid GUID'],
    [{ ticket: {} }, '"ticket" must be a string'],
    [{ ticket: UNKNOWN_TICKET, user: 1 }, '"user" is not allowed'],
  ] as const)
    test(`TKT-15: activation with ${JSON.stringify(body)} is 400 ${message}`, async ({ api }) => {
      boom(await api.post('/auth/account/activate', body), 400, 'Bad Request', message, 'invalid_input')
    })

  test('decision 26: forgot {email} is 204 for everybody', async ({ api, accounts, mail }) => {
    const known = await accounts.create()
    const nobody = accounts.invent()
    for (const { email } of [known, nobody]) {
      const answer = await api.post('/auth/account/forgot', { email })
      expect([answer.status, answer.text]).toEqual([204, ''])
    }
    expect((await mail.next(known.email, /new password/)).ticket).not.toBe('')
    expect(await mail.all(nobody.email)).toEqual([])
  })

  test('decision 26, SES-11, TKT-09: forgot {ticket, new_password} is 204, ends all sessions, signs nobody in, and tells the owner', async ({
    api,
    accounts,
    mail,
  }) => {
    const account = await accounts.create()
    const devices = await Promise.all([1, 2, 3].map(() => accounts.signIn(account)))
    await api.post('/auth/account/forgot', { email: account.email })
    const { ticket } = await mail.next(account.email, /new password/)
    const answer = await api.post('/auth/account/forgot', { ticket, new_password: 'a brand new password' })
    expect([answer.status, answer.text, answer.cookies]).toEqual([204, '', {}])
    for (const { accessToken, refreshToken } of devices) {
      const refreshed = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } })
      expect(refreshed.status).toBe(401)
      expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
    }
    const notice = await mail.next(account.email, /was changed/)
    expect(notice.text).not.toContain('a brand new password')
    expect((await api.post('/auth/login', { email: account.email, password: 'a brand new password' })).status).toBe(200)
  })

  test('decision 26, TKT-04: a newer ticket of the same purpose replaces the older', async ({
    api,
    accounts,
    mail,
  }) => {
    const { email } = await accounts.create()
    await api.post('/auth/account/forgot', { email })
    const older = await mail.next(email, /new password/)
    await api.post('/auth/account/forgot', { email })
    const newer = await mail.next(email, /new password/)
    const reset = (ticket: string) => api.post('/auth/account/forgot', { ticket, new_password: 'a brand new password' })
    boom(await reset(older.ticket), 401, 'Unauthorized', 'Invalid or expired ticket.', 'invalid_ticket')
    expect((await reset(newer.ticket)).status).toBe(204)
  })

  test('a refused new password does not spend the ticket', async ({ api, accounts, mail }) => {
    const { email } = await accounts.create()
    await api.post('/auth/account/forgot', { email })
    const { ticket } = await mail.next(email, /new password/)
    const reset = (new_password: string) => api.post('/auth/account/forgot', { ticket, new_password })
    boom(
      await reset('12345'),
      400,
      'Bad Request',
      '"new_password" length must be at least 6 characters long',
      'invalid_input',
    )
    boom(await reset('password'), 400, 'Bad Request', 'Password is too weak.', 'weak_password')
    expect((await reset('a brand new password')).status).toBe(204)
  })
})
