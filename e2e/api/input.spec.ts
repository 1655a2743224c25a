import type { Client } from '../support/http'
import { expect, test } from '../support/test'

/** One place of each dialect that reads a body. */
const readers = [
  ['fortytwo', '/auth/login/'],
  ['fortytwo', '/auth/recovery/'],
  ['hasura', '/auth/login'],
  ['hasura', '/auth/register'],
  ['hasura', '/auth/account/forgot'],
  ['simplejwt', '/api/token/'],
  ['simplejwt', '/api/token/refresh/'],
  ['native', '/api/account/activation'],
] as const

const JSON_TYPE = { 'content-type': 'application/json' }

test.describe('INP-01: a body is counted while it comes', () => {
  for (const [, path] of readers)
    test(path, async ({ api, anotherAddress }) => {
      const send = (body: Buffer | Iterable<Buffer>, headers = {}) =>
        api.request('POST', path, { body, headers: { ...JSON_TYPE, ...headers }, from: anotherAddress() })
      const fitting = await send(Buffer.from(JSON.stringify({ x: 'y'.repeat(60_000) })))
      expect(fitting.status).not.toBe(413)
      const withLength = await send(Buffer.alloc(65 * 1024, ' '))
      expect([withLength.status, (withLength.json as { code: string }).code]).toEqual([413, 'body_too_large'])
      expect((await send(endless(66))).status, 'without a length').toBe(413)
      expect((await send(endless(20_000))).status, '20 MB').toBe(413)
    })
})

function* endless(kilobytes: number): Generator<Buffer> {
  for (let count = 0; count < kilobytes; count++) yield Buffer.alloc(1024, ' ')
}

test.describe('INP-03, INP-04, INP-10: what is not good JSON is 400 in the words of the document', () => {
  const malformed: [name: string, body: string | Buffer][] = [
    ['an open brace', '{'],
    ['a bare word', 'nope'],
    ['a trailing comma', '{"a":1,}'],
    ['single quotes', "{'a':1}"],
    ['two values', '{} {}'],
    ['NaN', '{"a":NaN}'],
    ['a control character', '{"a":"\u0001"}'],
    ['a comment', '{/**/}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['a thousand levels of lists', `${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['thirty thousand levels of objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['levels without end', '['.repeat(60_000)],
  ]
  for (const [dialect, path] of readers)
    test(path, async ({ api, anotherAddress }) => {
      for (const [name, body] of malformed) {
        const begun = performance.now()
        const answer = await api.request('POST', path, { body, headers: JSON_TYPE, from: anotherAddress() })
        expect(answer.status, name).toBe(400)
        expect(answer.json, name).toMatchObject(malformedIn(dialect))
        expect(performance.now() - begun).toBeLessThan(1000)
      }
    })
})

function malformedIn(dialect: (typeof readers)[number][0]): Record<string, unknown> {
  const django = { detail: 'JSON parse error - the body is not valid JSON.', code: 'malformed_body' }
  const hasura = { statusCode: 400, error: 'Bad Request', code: 'malformed_body' }
  return { fortytwo: django, simplejwt: django, hasura, native: { status: 400, code: 'malformed_body' } }[dialect]
}

test('bodies that are no object are 400, never more', async ({ api, anotherAddress }) => {
  for (const [, path] of readers)
    for (const body of ['[]', '"x"', '1', 'true', 'null', '[[]]'])
      expect(
        (await api.request('POST', path, { body, headers: JSON_TYPE, from: anotherAddress() })).status,
        `${path} ${body}`,
      ).toBe(400)
})

test('INP-05: of a key that comes twice the last counts, for the dialect and for the field alike', async ({
  api,
  accounts,
}) => {
  const { username, password } = await accounts.create()
  const body = `{"username":"nobody","username":"${username}","password":"x","password":"${password}"}`
  const answer = await api.request('POST', '/auth/login/', { body, headers: JSON_TYPE })
  expect(answer.status).toBe(200)
})

test('INP-06: no prototype is polluted', async ({ api, accounts, anotherAddress }) => {
  const poisons = [
    '{"__proto__":{"isAdmin":true,"role":"admin"}}',
    '{"constructor":{"prototype":{"role":"admin"}}}',
    '{"username":{"__proto__":{"x":1}},"password":"x"}',
  ]
  for (const body of poisons)
    for (const [, path] of readers) {
      const answer = await api.request('POST', path, { body, headers: JSON_TYPE, from: anotherAddress() })
      expect(answer.status, `${path} ${body}`).toBe(400)
    }
  for (const query of ['?__proto__[role]=admin', '?constructor[prototype][role]=admin', '?__proto__=1'])
    expect((await api.get(`/healthz${query}`)).status).toBe(200)
  const { accessToken } = await accounts.signIn(await accounts.create())
  const me = (await api.get('/api/account', { bearer: accessToken })).json
  expect(Object.keys(me as object).sort()).toEqual(['created_at', 'email', 'has_password', 'id', 'role', 'username'])
})

const MORE = {
  id: '019a0000-0000-7000-8000-000000000000',
  user_id: 1,
  userId: 1,
  role: 'admin',
  isAdmin: true,
  active: true,
  activatedAt: '2020-01-01',
  emailVerified: true,
  passwordHash: '$argon2id$x',
  disabledAt: null,
}

test('INP-07: nobody assigns more than a document has fields for', async ({ api, accounts, store }) => {
  const { email, username, password } = accounts.invent()
  for (const [name, value] of Object.entries(MORE)) {
    const answer = await api.post('/auth/register', { email, username, password, [name]: value })
    expect(answer.status, name).toBe(400)
    expect(answer.json).toMatchObject({ message: `"${name}" is not allowed` })
  }
  const account = await accounts.create()
  await api.post('/auth/login/', { ...MORE, username: account.username, password: account.password })
  const { accessToken } = await accounts.signIn(account)
  const next = accounts.invent().email
  await api.put('/api/account/email', { ...MORE, email: next, password: account.password }, { bearer: accessToken })
  const [row] = await store.query('SELECT role, email, "disabledAt" FROM "User" WHERE email = $1', [account.email])
  expect(row).toEqual({ role: 'user', email: account.email, disabledAt: null })
})

test('INP-08, PWD-12: every field takes text and nothing else', async ({ api, accounts, anotherAddress }) => {
  const { email, username, password } = accounts.invent()
  const bodies: [path: string, body: Record<string, unknown>][] = [
    ['/auth/login/', { username, password }],
    ['/auth/login', { email, password }],
    ['/auth/register', { email, username, password }],
    ['/auth/recovery/', { username }],
    ['/auth/account/forgot', { email }],
    ['/auth/account/activate', { ticket: MORE.id }],
    ['/api/token/', { email, password }],
    ['/api/account/activation', { email }],
    ['/api/account/email/confirm', { ticket: MORE.id }],
  ]
  const others = [null, true, [], {}, ['x'], { $gt: '' }, { contains: '' }, { equals: username }, { not: null }]
  for (const [path, body] of bodies)
    for (const field of Object.keys(body))
      for (const value of path === '/api/token/' ? others : [...others, 0, 1e308, 123456]) {
        const answer = await api.post(path, { ...body, [field]: value }, { from: anotherAddress() })
        expect(answer.status, `${path} ${field}=${JSON.stringify(value)}`).toBe(400)
      }
})

test('INP-09, INP-10, PWD-13: NUL and half a surrogate pair are 400 in every field', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const { accessToken } = await accounts.signIn(await accounts.create())
  const { email, username, password } = accounts.invent()
  const bodies: [path: string, body: Record<string, string>][] = [
    ['/auth/login/', { username, password }],
    ['/auth/login', { email, password }],
    ['/auth/register', { email, username, password }],
    ['/auth/account/forgot', { ticket: MORE.id, new_password: password }],
    ['/api/token/', { email, password }],
    ['/api/token/verify/', { token: 'x' }],
  ]
  for (const [path, body] of bodies)
    for (const [field, value] of Object.entries(body))
      for (const bad of ['\\u0000', '\\ud800', '\\udc00x']) {
        const text = JSON.stringify(body).replace(JSON.stringify(value), `"${value}${bad}"`)
        const answer = await api.request('POST', path, { body: text, headers: JSON_TYPE, from: anotherAddress() })
        expect(answer.status, `${path} ${field} ${bad}`).toBe(400)
      }
  const inKey = await api.request('POST', '/auth/login/', { body: '{"a\\u0000":1}', headers: JSON_TYPE })
  expect(inKey.status).toBe(400)
  expect((await api.delete('/api/account/sessions/a%00b', { bearer: accessToken })).status).toBe(400)
})

test('INP-14: text is text, whatever it would mean to a database or a template', async ({ api, anotherAddress }) => {
  const texts = [
    "' OR 1=1--",
    "'; select pg_sleep(5)--",
    `$${'{7*7}'}`,
    '{{7*7}}',
    '*)(uid=*))',
    "admin'/*",
    '%27%20OR%201=1',
    '$(sleep 5)',
  ]
  for (const text of texts) {
    const begun = performance.now()
    const from = anotherAddress()
    expect((await api.post('/auth/login/', { username: text, password: text }, { from })).status, text).toBe(400)
    expect((await api.post('/auth/login', { email: text, password: `${text}12345` }, { from })).status).toBe(400)
    expect((await api.post('/api/token/', { email: text, password: text }, { from })).status).toBe(401)
    expect(performance.now() - begun).toBeLessThan(2000)
  }
})

test('INP-15: of a parameter that comes twice, one counts and nothing breaks', async ({ api }) => {
  const answer = await api.post(`/auth/password/?token=x&token=${MORE.id}&token[]=y`, { password: 'long enough' })
  expect(answer.status).toBe(400)
})

test('INP-16: no pattern is slow on a text made for it', async ({ api, anotherAddress }) => {
  const slow = async (client: Client, path: string, body: object) => {
    const begun = performance.now()
    expect((await client.post(path, body, { from: anotherAddress() })).status).toBeLessThan(500)
    return performance.now() - begun
  }
  const long = 50_000
  const texts = [
    `${'a.'.repeat(long / 2)}@`,
    `a@${'a.'.repeat(long / 2)}`,
    `a@${'a-'.repeat(long / 2)}`,
    `${'@'.repeat(long)}`,
    `${' '.repeat(long)}x`,
    'ﷺ'.repeat(long / 4),
  ]
  for (const text of texts) {
    expect(await slow(api, '/auth/login', { email: text, password: 'whatever' })).toBeLessThan(500)
    expect(await slow(api, '/auth/login/', { username: text, password: 'whatever' })).toBeLessThan(500)
  }
})
