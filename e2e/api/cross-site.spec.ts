import type { Client } from '../support/http'
import { currentRun } from '../support/run'
import { expect, test } from '../support/test'

type Foreign = Record<string, string>

const FOREIGN: [name: string, headers: Foreign][] = [
  ['CSR-03: cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['CSR-03: a foreign origin', { origin: 'https://evil.example' }],
  ['CSR-03: both', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['CSR-04: a sibling', { 'sec-fetch-site': 'same-site', origin: 'http://a.localhost' }],
  ['CSR-04: another port', { origin: 'http://localhost:1' }],
  ['CSR-05: no origin at all', { origin: 'null' }],
]

/** Everything that a cookie or a guess could change without a Bearer. */
const posts: [path: string, body: object][] = [
  ['/auth/login/', { username: 'marvin', password: 'whatever' }],
  ['/auth/login', { email: 'a@b.example', password: 'whatever' }],
  ['/auth/register', { email: 'a@b.example', password: 'whatever' }],
  ['/auth/token/refresh', {}],
  ['/auth/refresh/', {}],
  ['/auth/logout/', {}],
  ['/auth/recovery/', { username: 'marvin' }],
  ['/auth/account/forgot', { email: 'a@b.example' }],
  ['/auth/account/remove', {}],
  ['/auth/token/revoke', {}],
  ['/api/token/', { email: 'a@b.example', password: 'whatever' }],
  ['/api/account/activation', { email: 'a@b.example' }],
]

for (const [name, headers] of FOREIGN)
  test(`${name} is refused with 403 before anything happens`, async ({ api, accounts, anotherAddress }) => {
    const account = await accounts.create()
    const { accessToken, refreshToken } = await accounts.signIn(account)
    const cookies = { refresh_token: refreshToken }
    for (const [path, body] of posts) {
      const answer = await api.post(path, body, { headers, cookies, from: anotherAddress() })
      expect(answer.status, path).toBe(403)
      expect(answer.json).toMatchObject({ code: 'cross_site' })
      expect(answer.cookies).toEqual({})
    }
    await expectUntouched(api, accessToken, refreshToken)
  })

async function expectUntouched(api: Client, bearer: string, refresh_token: string) {
  expect((await api.get('/api/account', { bearer })).status).toBe(200)
  const refreshed = await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token } })
  expect(refreshed.status).toBe(200)
}

test('CSR-03: the own page, and programs that say nothing, are served', async ({ api, accounts }) => {
  const { email, password } = await accounts.create()
  const own = [
    {},
    { origin: currentRun().origin },
    { 'sec-fetch-site': 'same-origin', origin: currentRun().origin },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of own) expect((await api.post('/auth/login', { email, password }, { headers })).status).toBe(200)
})

test('CSR-02, INP-02: only JSON in UTF-8 is read, so nothing that a form could send', async ({
  api,
  anotherAddress,
}) => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json;text/plain',
    'text/json',
    'application/jsonx',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/xml',
    'text/plain; application/json',
  ]
  const body = JSON.stringify({
    username: 'marvin',
    email: 'a@b.example',
    password: 'whatever',
    ticket: 'x',
    token: 'x',
  })
  for (const path of [
    '/auth/login/',
    '/auth/login',
    '/auth/register',
    '/auth/account/forgot',
    '/api/token/',
    '/api/account/activation',
  ])
    for (const type of types) {
      const answer = await api.request('POST', path, {
        body,
        headers: { 'content-type': type },
        from: anotherAddress(),
      })
      expect(answer.status, `${path} ${type}`).toBe(415)
      expect(answer.json).toMatchObject({ code: 'unsupported_media_type' })
    }
  const untyped = await api.request('POST', '/auth/login', { body })
  expect(untyped.status).toBe(415)
})

test('HTP-17: a compressed body is refused', async ({ api }) => {
  for (const encoding of ['gzip', 'deflate', 'br']) {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding }
    expect((await api.request('POST', '/auth/login', { body: 'x'.repeat(100), headers })).status).toBe(415)
  }
})

test('JSON in every spelling of its type is read', async ({ api, accounts }) => {
  const { email, password } = await accounts.create()
  const body = JSON.stringify({ email, password })
  for (const type of [
    'application/json',
    'APPLICATION/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/vnd.api+json',
  ]) {
    const answer = await api.request('POST', '/auth/login', { body, headers: { 'content-type': type } })
    expect(answer.status, type).toBe(200)
  }
})

test('CSR-06: safe methods change nothing', async ({ api, accounts, store }) => {
  const account = await accounts.create()
  const { refreshToken } = await accounts.signIn(account)
  const snapshot = () =>
    store.query(
      `SELECT u.id, u."passwordHash", u."activatedAt", (SELECT json_agg(json_build_object('id', s.id, 'gen', generation) ORDER BY s.id) FROM "Session" s WHERE s."userId" = u.id) AS sessions,
       (SELECT count(*) FROM "Event" e WHERE e."userId" = u.id) AS events FROM "User" u WHERE email = $1`,
      [account.email],
    )
  const before = await snapshot()
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
  const paths = [
    ...posts.map(([path]) => path),
    '/',
    '/login',
    '/account',
    '/api/account',
    '/api/account/sessions',
    '/auth/logout',
  ]
  for (const path of paths)
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      await api.request(method, path, { headers, cookies: { refresh_token: refreshToken } })
  expect(await snapshot()).toEqual(before)
})

test('CSR-08: of two refresh cookies none counts, and no shape of cookie ends in 500', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const [own, other] = [await accounts.signIn(await accounts.create()), await accounts.signIn(await accounts.create())]
  const name = 'refresh_token'
  const jars = [
    `${name}=${own.refreshToken}; ${name}=${other.refreshToken}`,
    `${name}=${other.refreshToken}; x=1; ${name}=${own.refreshToken}`,
    `${name}=${own.refreshToken}; ${name}=`,
    `${name}="${own.refreshToken}"`,
    `${name}`,
    `${name}=`,
    `=${own.refreshToken}`,
    ';;;;',
    `${name}=%E0%A4%A`,
    `${name}=${'x'.repeat(7000)}`,
    Array.from({ length: 50 }, (_, index) => `c${index}=${index}`).join('; '),
  ]
  for (const cookie of jars) {
    const answer = await api.post('/auth/token/refresh', undefined, { headers: { cookie }, from: anotherAddress() })
    expect(answer.status, cookie.slice(0, 40)).toBe(401)
    expect((await api.get('/', { headers: { cookie } })).status).toBeLessThan(500)
  }
})

test('HDR-08: no other origin is ever let in', async ({ api }) => {
  const origins = [
    'https://evil.example',
    'null',
    `${currentRun().origin}.evil.example`,
    `https://${new URL(currentRun().origin).host}`,
  ]
  for (const origin of origins)
    for (const [method, path] of [
      ['GET', '/healthz'],
      ['POST', '/auth/login'],
      ['OPTIONS', '/auth/login'],
    ] as const) {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      }
      const answer = await api.request(method, path, { headers })
      for (const name of ['origin', 'credentials', 'methods', 'headers'])
        expect(answer.header(`access-control-allow-${name}`), `${method} ${path}`).toBeUndefined()
    }
})

test('CSR-01, decision 21: every cookie that is ever set has its attributes', async ({ api, accounts }) => {
  const { username, email, password } = await accounts.create()
  const { refreshToken } = await accounts.signIn({ username, email, password })
  const cookies = { refresh_token: refreshToken }
  const answers = [
    await api.post('/auth/login/', { username, password }),
    await api.post('/auth/login', { email, password }),
    await api.post('/auth/token/refresh', undefined, { cookies }),
    await api.get('/auth/refresh/'),
    await api.post('/auth/refresh/'),
  ]
  for (const answer of answers)
    for (const cookie of Object.values(answer.cookies)) {
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', domain: undefined })
      expect(cookie.value.length).toBeLessThan(4000)
    }
})
