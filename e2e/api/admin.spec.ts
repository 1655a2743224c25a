import { createAdministrator, letProofAge, promote } from '../support/administrators'
import { address, endpoints } from '../support/endpoints'
import { expectHouseRules, expectRefusal } from '../support/expectations'
import { userOf } from '../support/jwt'
import { expect, test } from '../support/test'

const rows = endpoints.filter(({ who }) => who === 'admin')

test.describe('PAT-11: administration needs an administrator, at every endpoint', () => {
  for (const { method, path } of rows) {
    test(`${method} ${path}`, async ({ api, accounts, store }) => {
      const call = (bearer?: string) => api.request(method, address(path), bearer === undefined ? {} : { bearer })
      const administrator = await createAdministrator(accounts, store)
      const user = await accounts.signIn(await accounts.create())
      const made = await api.post(
        '/oauth/personal-access-tokens',
        { name: 'all' },
        { bearer: administrator.accessToken },
      )

      expectRefusal(await call(), 'native', 401, 'not_authenticated')
      expectRefusal(await call(user.accessToken), 'native', 403, 'forbidden')
      expectRefusal(await call(made.field('accessToken')), 'native', 401, 'invalid_token')
      const served = await call(administrator.accessToken)
      expect([200, 400, 404], served.text).toContain(served.status)

      await letProofAge(store, administrator)
      const later = await call(administrator.accessToken)
      if (method === 'GET') expect([200, 404], 'reading takes no fresh proof').toContain(later.status)
      else expectRefusal(later, 'native', 401, 'reauthentication_required')

      await store.query(`UPDATE "User" SET role = 'user' WHERE email = $1`, [administrator.email])
      expectRefusal(await call(administrator.accessToken), 'native', 403, 'forbidden')
    })
  }
})

test('users are found by part of their name, by state, and page by page', async ({ api, accounts, store }) => {
  const { accessToken: bearer } = await createAdministrator(accounts, store)
  const [one, two] = [await accounts.create(), await accounts.register()]
  const read = async (query: string) => {
    const answer = await api.get(`/api/admin/users?${query}`, { bearer })
    expect(answer.status, answer.text).toBe(200)
    expectHouseRules(answer)
    return answer.json as { users: Record<string, unknown>[]; next: number | null }
  }
  const { accessToken } = await accounts.signIn(one)
  expect((await read(`search=${one.username.toUpperCase()}`)).users).toEqual([
    {
      id: userOf(accessToken),
      number: expect.any(Number),
      email: one.email,
      username: one.username,
      role: 'user',
      state: 'active',
      second_factor: null,
      has_password: true,
      intra_login: null,
      sessions: 1,
      tokens: 0,
      last_sign_in_at: expect.stringMatching(/^\d{4}-/),
      created_at: expect.stringMatching(/^\d{4}-/),
    },
  ])
  const named = (users: Record<string, unknown>[]) => users.map(({ email }) => email)
  expect(named((await read(`search=${two.email}&state=unactivated`)).users)).toEqual([two.email])
  expect((await read(`search=${two.email}&state=active`)).users).toEqual([])
  expect((await read('search=%25')).users, 'no pattern').toEqual([])

  await store.query(
    `INSERT INTO "User" (id, email) SELECT gen_random_uuid(), 'crowd-' || $1 || '-' || n || '@example.com'
     FROM generate_series(1, 70) n`,
    [one.username],
  )
  const first = await read(`search=crowd-${one.username}`)
  const second = await read(`search=crowd-${one.username}&before=${first.next}`)
  expect([first.users.length, second.users.length, second.next]).toEqual([50, 20, null])
  expect(new Set(named([...first.users, ...second.users])).size).toBe(70)

  for (const query of ['state=x', 'before=0', 'before=x', `search=${'x'.repeat(321)}`, 'before=99999999999'])
    expectRefusal(await api.get(`/api/admin/users?${query}`, { bearer }), 'native', 400, 'invalid_input')
})

test('SES-13: a disabled account is closed at once, to sessions and to tokens, until it is enabled', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const { accessToken: bearer } = await createAdministrator(accounts, store)
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const state = (wish: string) => api.put(`/api/admin/users/${userOf(accessToken)}/state`, { state: wish }, { bearer })
  expect((await state('disabled')).status).toBe(204)
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
  expect((await api.post('/auth/login', { email: account.email, password: account.password })).status).not.toBe(200)
  await mail.next(account.email, /was disabled/)
  expect((await state('disabled')).status, 'again: nothing to do').toBe(204)
  expect((await state('active')).status).toBe(204)
  await mail.next(account.email, /was enabled again/)
  const again = await accounts.signIn(account)
  const { events } = (await api.get('/api/account/activity', { bearer: again.accessToken })).json as {
    events: { kind: string; data: Record<string, unknown> }[]
  }
  const acts = events.filter(({ kind }) => kind.startsWith('account_'))
  expect(acts.map(({ kind }) => kind)).toEqual([
    'account_enabled',
    'account_disabled',
    'account_activated',
    'account_registered',
  ])
  expect(acts[0]?.data).toEqual({ by: 'administrator', id: userOf(bearer) })
  expectRefusal(await state('gone'), 'native', 400, 'invalid_input')
})

test('PAT-12: an administrator ends what others hold, and everything that is done is told to its owner', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const user = `/api/admin/users/${userOf(accessToken)}`
  const act = async (method: string, path: string, json?: object) => {
    const answer = await api.request(method, `${user}${path}`, { bearer: administrator.accessToken, json })
    expect([answer.status, answer.text]).toEqual([204, ''])
  }
  const made = await api.post('/oauth/personal-access-tokens', { name: 'mine' }, { bearer: accessToken })
  expect(made.status).toBe(200)
  await act('DELETE', '/tokens')
  await mail.next(account.email, /tokens .* were revoked/)
  expect((await api.get('/oauth/personal-access-tokens', { bearer: accessToken })).json).toEqual([])

  await api.post('/2fa/manage/', { type: 'EM' }, { bearer: accessToken })
  const code = /\d{6}/.exec((await mail.next(account.email, /Your Latchkey code/)).text)?.[0]
  expect((await api.post('/2fa/validate/activate/', { code }, { bearer: accessToken })).status).toBe(200)
  await act('DELETE', '/second-factor')
  await mail.next(account.email, /second factor .* was turned off/)
  expect((await api.get('/2fa/manage/', { bearer: accessToken })).json).toMatchObject({ is_active: false })

  await act('POST', '/password-reset')
  expect((await mail.next(account.email, /Choose a new password/)).link).toContain('/reset#')
  await act('PUT', '/role', { role: 'admin' })
  expect((await mail.next(account.email, /role .* was changed/)).text).toContain('You are an administrator')
  expect((await api.get('/api/admin/health', { bearer: accessToken })).status, 'at once').toBe(200)
  await act('PUT', '/role', { role: 'user' })
  expect((await api.get('/api/admin/health', { bearer: accessToken })).status, 'at once').toBe(403)

  await act('DELETE', '/sessions')
  await mail.next(account.email, /signed out of Latchkey everywhere/)
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)

  const again = await accounts.signIn(account)
  const { events } = (await api.get('/api/account/activity', { bearer: again.accessToken })).json as {
    events: { kind: string; data: { by?: string } }[]
  }
  expect(events.filter(({ data }) => data.by === 'administrator').map(({ kind }) => kind)).toEqual([
    'sessions_ended_by_administrator',
    'role_changed',
    'role_changed',
    'password_reset_requested',
    'second_factor_disabled',
    'tokens_revoked',
  ])
})

test('a removed account is gone with everything in it, and its owner is told', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const { accessToken: bearer } = await createAdministrator(accounts, store)
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  const path = `/api/admin/users/${userOf(session.accessToken)}`
  expect((await api.delete(path, { bearer })).status).toBe(204)
  await mail.next(account.email, /was removed/)
  expect((await api.get('/api/account', { bearer: session.accessToken })).status).toBe(401)
  expectRefusal(await api.delete(path, { bearer }), 'native', 404, 'not_found')
  expectRefusal(await api.get(path, { bearer }), 'native', 404, 'not_found')
})

test('PAT-12: nothing that an administrator can read opens an account', async ({ api, accounts, store }) => {
  const administrator = await createAdministrator(accounts, store)
  const account = await accounts.create()
  await promote(store, account)
  const { accessToken } = await accounts.signIn(account)
  const answer = await api.get(`/api/admin/users/${userOf(accessToken)}`, { bearer: administrator.accessToken })
  const [row] = await store.query<Record<string, unknown>>(`SELECT "passwordHash" FROM "User" WHERE email = $1`, [
    account.email,
  ])
  expect(answer.status).toBe(200)
  for (const secret of [account.password, String(row?.passwordHash), accessToken])
    expect(answer.text).not.toContain(secret)
})

test('health names versions, checks and queues; the mail test shows the words of the mail server', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const health = await api.get('/api/admin/health', { bearer: administrator.accessToken })
  expect(health.json).toEqual({
    checks: { database: 'ok', migrations: 'ok', keys: 'ok' },
    versions: {
      latchkey: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: process.version.slice(1),
      postgres: expect.stringMatching(/^1[89]/),
    },
    users: expect.any(Number),
    sessions: expect.any(Number),
    mail_queue: {
      waiting: expect.any(Number),
      oldest_at: health.text.includes('"waiting":0') ? null : expect.any(String),
    },
  })
  const report = await api.post('/api/admin/mail-test', undefined, { bearer: administrator.accessToken })
  expect(report.json).toEqual({
    to: administrator.email,
    server: expect.stringMatching(/^(127\.0\.0\.1|localhost):\d+$/),
    delivered: true,
    answer: expect.stringMatching(/^250 /),
  })
  await mail.next(administrator.email, /can send mail/)
})
