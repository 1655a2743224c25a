import type { Client } from '../support/http'
import { readJwt, sessionOf } from '../support/jwt'
import { expect, test } from '../support/test'

const refresh = (api: Client, token: string) =>
  api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: token } })

test('SES-01: forty refresh tokens share nothing but their form, and none is kept', async ({ accounts, store }) => {
  const account = await accounts.create()
  const tokens: string[] = []
  for (let count = 0; count < 40; count++) tokens.push((await accounts.signIn(account)).refreshToken)
  expect(new Set(tokens.map(token => token.split('.')[2])).size).toBe(tokens.length)
  expect(new Set(tokens.map(token => readJwt(token).payload.jti)).size).toBe(tokens.length)
  const kept = await store.query<{ row: string }>('SELECT s::text AS row FROM "Session" s')
  for (const token of tokens) expect(kept.some(({ row }) => row.includes(token.split('.')[2] ?? token))).toBe(false)
})

test('SES-03, RAC-05: twenty tabs refreshing at once are all given the same successor, and none is signed out', async ({
  api,
  accounts,
}) => {
  const { refreshToken } = await accounts.signIn(await accounts.create())
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(api, refreshToken)))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  const successors = new Set(answers.map(({ cookies }) => cookies.refresh_token?.value))
  expect(successors.size).toBe(1)
  for (const answer of answers.slice(0, 5))
    expect((await api.get('/api/account', { bearer: answer.field('jwt_token') })).status).toBe(200)
  const next = await refresh(api, [...successors][0] ?? '')
  expect(next.status).toBe(200)
})

test('SES-07: a token rotated out a moment ago does not outlive the sign-out', async ({ api, accounts }) => {
  const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
  const current = (await refresh(api, refreshToken)).cookies.refresh_token?.value ?? ''
  const cookies = { refresh_token: current }
  expect((await api.post('/auth/logout/', undefined, { bearer: accessToken, cookies })).status).toBe(200)
  expect((await refresh(api, refreshToken)).status).toBe(401)
  expect((await refresh(api, current)).status).toBe(401)
})

test('SES-14: a session ends after 30 days, and its cookie never claims to live longer', async ({
  api,
  accounts,
  store,
}) => {
  const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
  const endAt = (interval: string) =>
    store.query(`UPDATE "Session" SET "expiresAt" = now() + $2::interval WHERE id = $1`, [
      sessionOf(accessToken),
      interval,
    ])
  await endAt('1 hour')
  const answer = await refresh(api, refreshToken)
  expect(answer.cookies.refresh_token?.maxAge).toBeLessThanOrEqual(3600)
  expect(answer.cookies.refresh_token?.maxAge).toBeGreaterThan(3500)
  await endAt('-1 second')
  expect((await refresh(api, answer.cookies.refresh_token?.value ?? '')).status).toBe(401)
  expect((await api.get('/api/account', { bearer: answer.field('jwt_token') })).status).toBe(401)
})

test('SES-15: a cookie brought to the sign-in is not taken over', async ({ api, accounts }) => {
  const account = await accounts.create()
  const victim = await accounts.signIn(await accounts.create())
  const body = { email: account.email, password: account.password }
  for (const planted of ['planted', victim.refreshToken]) {
    const answer = await api.post('/auth/login', body, { cookies: { refresh_token: planted } })
    expect(answer.cookies.refresh_token?.value).not.toBe(planted)
    expect(sessionOf(answer.field('jwt_token'))).not.toBe(sessionOf(victim.accessToken))
    expect(readJwt(answer.cookies.refresh_token?.value ?? '').payload.sub).toBe(
      readJwt(answer.field('jwt_token')).payload.sub,
    )
  }
  expect((await refresh(api, 'planted')).status).toBe(401)
})

test('SES-16: signing in twice makes two sessions, each of its own user', async ({ api, accounts }) => {
  const [one, other] = [await accounts.create(), await accounts.create()]
  const first = await accounts.signIn(one)
  const answer = await api.post(
    '/auth/login',
    { email: other.email, password: other.password },
    { cookies: { refresh_token: first.refreshToken } },
  )
  const whoIs = async (bearer: string) => ((await api.get('/api/account', { bearer })).json as { email: string }).email
  expect(await whoIs(answer.field('jwt_token'))).toBe(other.email)
  expect(await whoIs(first.accessToken)).toBe(one.email)
})

test('SES-19: tokens count in one place alone, never in the query or the body', async ({ api, accounts }) => {
  const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
  expect((await api.get(`/api/account?access_token=${accessToken}`)).status).toBe(401)
  expect(
    (await api.get('/api/account', { cookies: { access_token: accessToken, refresh_token: refreshToken } })).status,
  ).toBe(401)
  expect((await api.post(`/auth/token/refresh?refresh_token=${refreshToken}`)).status).toBe(401)
  expect((await api.post('/auth/token/refresh', { refresh_token: refreshToken })).status).toBe(401)
  expect((await api.post(`/auth/refresh/?refresh_token=${refreshToken}`, { refresh_token: refreshToken })).status).toBe(
    400,
  )
})

test('SES-13, SES-20: a disabled user is out at once, at every door', async ({ api, accounts, store, mail }) => {
  const account = await accounts.create()
  const { accessToken, refreshToken } = await accounts.signIn(account)
  const tokens = await accounts.obtainTokens(account)
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket } = await mail.next(account.email, /new password/)
  await store.query(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, [account.email])
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(401)
  expect((await api.post('/api/token/verify/', { token: tokens.access })).status).toBe(401)
  expect((await api.post('/api/token/verify/', { token: tokens.refresh })).status).toBe(401)
  expect((await refresh(api, refreshToken)).status).toBe(401)
  expect((await api.get('/auth/refresh/', { cookies: { refresh_token: refreshToken } })).status).toBe(403)
  expect((await api.post('/api/token/refresh/', { refresh: tokens.refresh })).status).toBe(401)
  const { username, email, password } = account
  expect((await api.post('/auth/login', { email, password })).status).toBe(401)
  expect((await api.post('/auth/login/', { username, password })).json).toMatchObject({ message: "user isn't active" })
  await api.post('/auth/account/forgot', { ticket, new_password: 'a brand new password' })
  expect((await api.post('/auth/login', { email, password: 'a brand new password' })).status).toBe(401)
})

test('SES-20: a changed role is in the next access token', async ({ api, accounts, store }) => {
  const account = await accounts.create()
  const { refreshToken } = await accounts.signIn(account)
  await store.query(`UPDATE "User" SET role = 'admin' WHERE email = $1`, [account.email])
  const answer = await api.get('/auth/refresh/', { cookies: { refresh_token: refreshToken } })
  expect(readJwt(answer.field('access_token')).payload).toMatchObject({ role: 'admin' })
  await store.query(`UPDATE "User" SET role = 'user' WHERE email = $1`, [account.email])
})

test('decision 20: the grace is twenty seconds, by the clock', async ({ api, accounts }) => {
  test.setTimeout(90_000)
  const { refreshToken } = await accounts.signIn(await accounts.create())
  const begun = Date.now()
  const current = (await refresh(api, refreshToken)).cookies.refresh_token?.value ?? ''
  await new Promise(resolve => setTimeout(resolve, 18_500 - (Date.now() - begun)))
  expect((await refresh(api, refreshToken)).cookies.refresh_token?.value).toBe(current)
  await new Promise(resolve => setTimeout(resolve, 21_000 - (Date.now() - begun)))
  expect((await refresh(api, refreshToken)).status).toBe(401)
  expect((await refresh(api, current)).status).toBe(401)
})
