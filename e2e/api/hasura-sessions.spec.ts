import { expectBoom as boom, expectRefusal } from '../support/expectations'
import type { Answer } from '../support/http'
import { readJwt, sessionOf } from '../support/jwt'
import { expect, test } from '../support/test'

const UUID = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'

const expiredJwt = (answer: Answer, code = 'invalid_token') =>
  boom(answer, 401, 'Unauthorized', 'Invalid or expired JWT token.', code)

test.describe('POST /auth/token/refresh', () => {
  test('decision 20, SES-02: every refresh rotates the cookie', async ({ api, accounts }) => {
    const { refreshToken } = await accounts.signIn(await accounts.create())
    const seen = [refreshToken]
    for (let count = 0; count < 4; count++) {
      const answer = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: seen.at(-1) ?? '' } })
      expect(answer.json).toEqual({ jwt_token: expect.any(String), jwt_expires_in: 900_000 })
      expect(answer.header('cache-control')).toBe('no-store')
      seen.push(answer.cookies.refresh_token?.value ?? '')
    }
    expect(new Set(seen).size).toBe(5)
  })

  test('decision 20, SES-04: in the grace a rotated-out token answers with the current one', async ({
    api,
    accounts,
  }) => {
    const { refreshToken } = await accounts.signIn(await accounts.create())
    const refresh = (token: string) => api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: token } })
    const first = (await refresh(refreshToken)).cookies.refresh_token?.value
    const second = (await refresh(refreshToken)).cookies.refresh_token?.value
    expect(second).toBe(first)
    expect((await refresh(first ?? '')).status).toBe(200)
  })

  test('decision 20, SES-05, SES-06: after the grace it ends its family, tells the owner, and leaves other devices alone', async ({
    api,
    accounts,
    mail,
    store,
  }) => {
    const account = await accounts.create()
    const [stolen, other] = [await accounts.signIn(account), await accounts.signIn(account)]
    const refresh = (token: string) => api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: token } })
    const next = await refresh(stolen.refreshToken)
    await store.query(`UPDATE "Session" SET "rotatedAt" = ARRAY[now() - interval '21 seconds'] WHERE id = $1`, [
      sessionOf(stolen.accessToken),
    ])
    boom(
      await refresh(stolen.refreshToken),
      401,
      'Unauthorized',
      'Invalid or expired refresh token.',
      'invalid_refresh_token',
    )
    expect((await refresh(next.cookies.refresh_token?.value ?? '')).status).toBe(401)
    expiredJwt(await api.post('/auth/token/revoke', undefined, { bearer: next.field('jwt_token') }))
    expect((await refresh(other.refreshToken)).status).toBe(200)
    expect((await mail.next(account.email, /to be safe/)).text).toContain('a second time')
  })

  test('B.6: no cookie, or one that is none, is 401', async ({ api, accounts }) => {
    const { refresh } = await accounts.obtainTokens(await accounts.create())
    const { accessToken } = await accounts.signIn(await accounts.create())
    const missing = await api.post('/auth/token/refresh')
    boom(missing, 401, 'Unauthorized', 'Invalid or expired refresh token.', 'missing_refresh_token')
    for (const refresh_token of ['nonsense', UUID, refresh]) {
      const answer = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token } })
      boom(answer, 401, 'Unauthorized', 'Invalid or expired refresh token.', 'invalid_refresh_token')
      expect(answer.cookies.refresh_token?.value ?? '', 'no cookie is set').toBe('')
    }
    const confused = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: accessToken } })
    boom(confused, 401, 'Unauthorized', 'Invalid or expired refresh token.', 'wrong_token_type')
  })
})

test('decision 27, SES-10: /auth/token/revoke ends all sessions of the user', async ({ api, accounts }) => {
  const account = await accounts.create()
  const devices = await Promise.all([1, 2, 3].map(() => accounts.signIn(account)))
  const { access, refresh } = await accounts.obtainTokens(account)
  const answer = await api.post('/auth/token/revoke', undefined, { bearer: devices[0]?.accessToken ?? '' })
  expect([answer.status, answer.text]).toEqual([204, ''])
  for (const { accessToken, refreshToken } of devices) {
    expiredJwt(await api.post('/auth/token/revoke', undefined, { bearer: accessToken }))
    const again = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } })
    expect(again.status).toBe(401)
  }
  expect((await api.post('/api/token/verify/', { token: access })).status).toBe(401)
  expect((await api.post('/api/token/refresh/', { refresh })).status).toBe(401)
})

test("B.5, B.7: no, bad or refresh tokens are 401 in the document's words", async ({ api, accounts }) => {
  const { refreshToken } = await accounts.signIn(await accounts.create())
  for (const path of ['/auth/account/remove', '/auth/token/revoke']) {
    expiredJwt(await api.post(path), 'not_authenticated')
    for (const bearer of ['nonsense', refreshToken]) expiredJwt(await api.post(path, undefined, { bearer }))
  }
})

test.describe('POST /auth/account/remove', () => {
  test('decision 28, TKT-13, SES-13: 204, and nothing of the user is left', async ({ api, accounts, mail, store }) => {
    const account = await accounts.create()
    const { accessToken, refreshToken } = await accounts.signIn(account)
    const userId = String(readJwt(accessToken).payload.sub)
    await api.post('/auth/account/forgot', { email: account.email })
    const { ticket } = await mail.next(account.email, /new password/)
    const answer = await api.post('/auth/account/remove', undefined, { bearer: accessToken })
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(answer.cookies.refresh_token).toMatchObject({ value: '', maxAge: 0 })
    await mail.next(account.email, /was removed/)

    const tables = await store.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
    )
    const isText = new Set(['id', 'userId', 'key', 'email', 'username', 'data'])
    // The rate limiter's counters, which nothing leads back to, live for minutes and are left to expire.
    for (const { table, column } of tables.filter(({ table, column }) => isText.has(column) && table !== 'Throttle')) {
      const rows = await store.query(`SELECT 1 FROM "${table}" WHERE "${column}"::text LIKE ANY ($1)`, [
        [`%${userId}%`, `%${account.email}%`, `%${account.username}%`],
      ])
      expect(rows, `${table}.${column}`).toEqual([])
    }
    expiredJwt(await api.post('/auth/account/remove', undefined, { bearer: accessToken }))
    expect(
      (await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } })).status,
    ).toBe(401)
    expect((await api.post('/auth/account/forgot', { ticket, new_password: 'a brand new password' })).status).toBe(401)
    expect((await accounts.create(account)).email, 'the name is free again').toBe(account.email)
  })

  test('decision 28: more than an hour after signing in, identity has to be proven again', async ({
    api,
    accounts,
    store,
  }) => {
    const account = await accounts.create()
    const { accessToken } = await accounts.signIn(account)
    await store.query(`UPDATE "Session" SET "authenticatedAt" = now() - interval '61 minutes' WHERE id = $1`, [
      sessionOf(accessToken),
    ])
    const remove = () => api.post('/auth/account/remove', undefined, { bearer: accessToken })
    const answer = await remove()
    expect(answer.status).toBe(401)
    expect(answer.json).toMatchObject({ statusCode: 401, error: 'Unauthorized', code: 'reauthentication_required' })
    expectRefusal(
      await api.post('/api/account/identity', { password: 'wrong' }, { bearer: accessToken }),
      'native',
      400,
      'wrong_password',
    )
    expect((await remove()).status).toBe(401)
    const proof = await api.post('/api/account/identity', { password: account.password }, { bearer: accessToken })
    expect(proof.status).toBe(204)
    expect((await remove()).status).toBe(204)
  })
})
