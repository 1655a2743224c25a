import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { currentRun } from '../support/run'
import { expect, test } from '../support/test'

test('SEC-06: no password, token, ticket, code, cookie or address is in the log, at its most talkative', async ({
  api,
  accounts,
  mail,
  log,
}) => {
  const account = await accounts.register()
  const { ticket } = await mail.next(account.email, /Activate/)
  await api.post('/auth/account/activate', { ticket })
  const { accessToken, refreshToken } = await accounts.signIn(account)
  const tokens = await accounts.obtainTokens(account)
  const options = { bearer: accessToken, cookies: { refresh_token: refreshToken } }
  const wrong = 'wrong-canary-password'
  await api.post('/auth/login/', { username: account.username, password: wrong })
  await api.post(`/auth/password/?token=${ticket}`, { password: wrong })
  await api.post('/2fa/validate/login/?token=0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7&code=424242', {})
  await api.get(`/api/account?access_token=${accessToken}`, options)
  await api.get(`/no/such/${ticket}`)
  await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: `${refreshToken}x` } })
  await api.request('POST', '/auth/login', {
    body: `{"email":"${account.email}","password":"${wrong}"`,
    headers: { 'content-type': 'application/json' },
  })
  const pat = await api.post('/oauth/personal-access-tokens', { name: 'canary' }, options)
  const value = String((pat.json as { accessToken?: string }).accessToken ?? '')
  expect(value).toMatch(/^lk_/)
  await api.get('/api/v1/user', { bearer: value })
  await api.get('/oauth2/intra/callback/login?code=canary-intra-code&state=canary-state')
  const canaries = {
    password: account.password,
    wrong,
    email: account.email,
    ticket,
    accessToken,
    refreshToken,
    ...tokens,
    value,
    intraCode: 'canary-intra-code',
    state: 'canary-state',
    code: '424242',
  }
  const text = (await log()).join('\n')
  expect(text.length).toBeGreaterThan(1000)
  for (const [name, canary] of Object.entries(canaries)) expect(text.includes(canary), name).toBe(false)
})

test('SEC-09: nothing that a client sends can make a line of its own in the log', async ({ api, log }) => {
  const forged = '{"level":"error","msg":"forged-by-a-client"}'
  const tricks = [`a\r\n${forged}`, `a\u2028${forged}`, `\u001b[31m${forged}`, forged]
  for (const trick of tricks) {
    await api.post('/auth/login/', { username: trick, password: trick }, { headers: { 'user-agent': forged } })
    await api.get(`/api/${encodeURIComponent(trick)}`, { headers: { 'user-agent': forged, referer: forged } })
  }
  const lines = (await log()).filter(line => line.startsWith('{'))
  expect(
    lines.map(line => JSON.parse(line) as { msg?: string }).filter(({ msg }) => msg === 'forged-by-a-client'),
  ).toEqual([])
  expect((await log()).filter(line => line.startsWith(forged))).toEqual([])
})

test('every request has one line in the log: method, route, status, milliseconds, request id, user id, and no query', async ({
  api,
  accounts,
  log,
}) => {
  const { accessToken } = await accounts.signIn(await accounts.create())
  const answer = await api.get('/api/account?canary=in-the-query', { bearer: accessToken })
  const { id } = answer.json as { id: string }
  const requestId = answer.header('x-request-id') ?? ''
  await expect.poll(async () => (await log()).filter(line => line.includes(requestId)).length).toBe(1)
  const [line = ''] = (await log()).filter(other => other.includes(requestId))
  expect(JSON.parse(line)).toMatchObject({
    method: 'GET',
    route: '/api/account',
    status: 200,
    ms: expect.any(Number),
    request_id: requestId,
    user_id: id,
  })
  expect(line).not.toContain('canary')
})

test('SEC-10: what matters to an account is in its history, with when and where', async ({
  api,
  accounts,
  mail,
  store,
}) => {
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  await api.post('/auth/login', { email: account.email, password: 'wrong password' })
  const options = { bearer: session.accessToken }
  await api.post('/oauth/personal-access-tokens', { name: 'one' }, options)
  await api.put(
    '/api/account/password',
    { current_password: account.password, new_password: 'the second one' },
    options,
  )
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket } = await mail.next(account.email, /new password/)
  await api.post('/auth/account/forgot', { ticket, new_password: 'the third one' })
  const rows = await store.query<{ kind: string; address: string; at: Date }>(
    `SELECT kind, address, at FROM "Event" e JOIN "User" u ON u.id = e."userId" WHERE u.email = $1 ORDER BY e.id`,
    [account.email],
  )
  const kinds = rows.map(({ kind }) => kind)
  for (const kind of [
    'account_registered',
    'account_activated',
    'signed_in',
    'sign_in_failed',
    'token_created',
    'password_changed',
    'password_reset_requested',
    'password_reset',
  ])
    expect(kinds, kind).toContain(kind)
  expect(rows.every(({ address, at }) => /^10\./.test(address) && Date.now() - at.getTime() < 120_000)).toBe(true)
})

test('SEC-12: what browsers load holds no secret of this instance', async () => {
  const { dataDir } = currentRun()
  const keys = JSON.parse(await readFile(path.join(dataDir, 'keys.json'), 'utf8')) as Record<string, string>
  const secrets = Object.values(keys).flatMap(value => value.match(/[A-Za-z0-9+/_-]{30,}/g) ?? [])
  expect(secrets.length).toBeGreaterThan(2)
  const folder = path.resolve('.next/static')
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  expect(names.length).toBeGreaterThan(5)
  for (const { parentPath, name } of names) {
    const text = await readFile(path.join(parentPath, name), 'latin1')
    expect(
      secrets.filter(secret => text.includes(secret)),
      name,
    ).toEqual([])
    expect(/postgresql:\/\/|process\.env\.(AUTH_SECRET|ENCRYPTION_KEYS)/.test(text), name).toBe(false)
  }
})

test('SEC-13: keys and data are for their owner alone', async () => {
  const { dataDir } = currentRun()
  const modeOf = async (name: string) => ((await stat(path.join(dataDir, name))).mode & 0o777).toString(8)
  expect(await modeOf('keys.json')).toBe('600')
  expect(await modeOf('postgres-password')).toBe('600')
  expect(await modeOf('postgres/data')).toBe('700')
})
