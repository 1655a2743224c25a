import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Accounts } from '../support/accounts'
import { address, type Documented, endpoints, spellings } from '../support/endpoints'
import { expectHouseRules } from '../support/expectations'
import type { Answer, Client } from '../support/http'
import { expect, test } from '../support/test'

/** A name that nobody has, each time another one: wrong passwords also count per name. */
const nobody = () => `nobody-${randomBytes(8).toString('hex')}`

type Limited = Documented & { rate: number }

const limited = endpoints.filter((row): row is Limited => row.rate !== undefined)

test.describe('decision 31, BRU-01, BRU-02, BRU-03: so many requests a minute, and not one more', () => {
  for (const row of limited) {
    test(`${row.method} ${row.path}: ${row.rate}`, async ({ api, accounts, anotherAddress }) => {
      const call = await caller(row, api, accounts)
      const answers: Answer[] = []
      for (let left = row.rate; left > 0; left -= 10)
        answers.push(...(await Promise.all(Array.from({ length: Math.min(10, left) }, () => call()))))
      for (const answer of answers) {
        expect(answer.status, answer.text).not.toBe(429)
        expect(answer.header('ratelimit-policy')).toBe(`"default";q=${row.rate};w=60`)
        expect(answer.header('ratelimit')).toMatch(/^"default";r=\d+;t=([1-9]|[1-5]\d|60)$/)
      }
      const left = answers.map(answer => Number(/r=(\d+)/.exec(answer.header('ratelimit') ?? '')?.[1]))
      expect(left.sort((one, other) => one - other)).toEqual(Array.from({ length: row.rate }, (_, index) => index))
      const refused = await call()
      expectThrottled(refused, row)
      expect((await call()).status, 'and it stays so').toBe(429)
      const elsewhere = row.who !== 'anybody' ? await caller(row, api, accounts) : () => call(anotherAddress())
      expect((await elsewhere()).status, 'somebody else is served').not.toBe(429)
    })
  }
})

/** Calls an endpoint as one who may: somebody signed in where that is asked for. */
async function caller(row: Limited, api: Client, accounts: Accounts): Promise<(from?: string) => Promise<Answer>> {
  const bearer = row.who !== 'anybody' ? (await accounts.signIn(await accounts.create())).accessToken : undefined
  return from =>
    api.request(row.method, address(row.path), { ...(bearer && { bearer }), ...(from !== undefined && { from }) })
}

function expectThrottled(answer: Answer, { dialect, rate }: Limited) {
  expect(answer.status).toBe(429)
  expectHouseRules(answer)
  const retryAfter = answer.header('retry-after') ?? ''
  expect(retryAfter).toMatch(/^([1-9]|[1-5]\d|60)$/)
  expect(answer.header('ratelimit')).toBe(`"default";r=0;t=${retryAfter}`)
  expect(answer.header('ratelimit-policy')).toBe(`"default";q=${rate};w=60`)
  const django = { detail: `Request was throttled. Expected available in ${retryAfter} seconds.`, code: 'throttled' }
  const boom = {
    statusCode: 429,
    error: 'Too Many Requests',
    message: 'You are being rate limited.',
    code: 'throttled',
  }
  const bodies = {
    fortytwo: django,
    simplejwt: django,
    hasura: boom,
    twofauth: { message: 'Too Many Attempts.', code: 'throttled' },
    native: expect.objectContaining({ status: 429, code: 'throttled', retry_after: Number(retryAfter) }),
  }
  expect(answer.json).toEqual(bodies[dialect])
}

test('BRU-06: all spellings of a path share one bucket, whatever the query and the case of the escapes', async ({
  api,
}) => {
  const ways = [
    ...spellings('/auth/login'),
    '//auth/login',
    '/auth/./login',
    '/auth/login/?x=1',
    '/auth/%6cogin',
    '/auth/x/../login/',
  ]
  let served = 0
  for (let round = 0; round < 3; round++)
    for (const way of ways)
      if ((await api.post(way, { username: nobody(), password: 'whatever' })).status === 400) served++
  expect(served).toBeLessThanOrEqual(6)
  expect((await api.post('/auth/login/', {})).status).toBe(429)
})

test('HEAD, OPTIONS and refused methods open no second bucket', async ({ api }) => {
  for (let count = 0; count < 3; count++) await api.request('HEAD', '/auth/refresh')
  for (let count = 0; count < 3; count++) await api.get('/auth/refresh')
  expect((await api.get('/auth/refresh/')).status).toBe(429)
  expect((await api.request('HEAD', '/api/auth/refresh')).status).toBe(429)
  expect((await api.request('OPTIONS', '/auth/refresh/')).status).toBe(204)
})

test('BRU-07: fifty requests at once get no more through than the rate allows', async ({ api }) => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => api.post('/auth/login/', { username: nobody(), password: 'whatever' })),
  )
  expect(answers.filter(({ status }) => status !== 429)).toHaveLength(6)
})

test('BRU-16: who is over the rate is refused even with the right password, and nothing happens', async ({
  api,
  accounts,
  store,
}) => {
  const { username, email, password } = await accounts.create()
  for (let count = 0; count < 6; count++) await api.post('/auth/login/', {})
  expect((await api.post('/auth/login/', { username, password })).status).toBe(429)
  const events = await store.query(
    `SELECT kind FROM "Event" WHERE kind = 'signed_in' AND "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [email],
  )
  expect(events).toEqual([])
})

test('BRU-01, BRU-02: after Retry-After seconds the oldest request counts no more, not before', async ({ api }) => {
  test.setTimeout(120_000)
  const login = () => api.post('/auth/login/', { username: nobody(), password: 'whatever' })
  for (let count = 0; count < 6; count++) await login()
  const last = Date.now()
  const seconds = Number((await login()).header('retry-after'))
  await sleep((seconds - 2) * 1000)
  expect((await login()).status).toBe(429)
  await sleep(2100)
  expect((await login()).status).toBe(400)
  await sleep(Math.max(0, last + 60_100 - Date.now()))
  for (let count = 0; count < 5; count++) expect((await login()).status).toBe(400)
  expect((await login()).status, 'the first of these six is still within the minute').toBe(429)
})

test('a user counts as one from wherever they call, and apart from others at the same address', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const [one, other] = [await accounts.signIn(await accounts.create()), await accounts.signIn(await accounts.create())]
  for (let count = 0; count < 60; count++)
    expect((await api.get('/api/account', { bearer: one.accessToken, from: anotherAddress() })).status).toBe(200)
  expect((await api.get('/api/account', { bearer: one.accessToken, from: anotherAddress() })).status).toBe(429)
  expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(200)
})

test('a forged token does not buy a bucket of its own', async ({ api, accounts }) => {
  const { accessToken } = await accounts.signIn(await accounts.create())
  const forge = (count: number) => `${accessToken.slice(0, -10)}${String(count).padStart(10, 'A')}`
  for (let count = 0; count < 60; count++)
    expect((await api.get('/api/account', { bearer: forge(count) })).status).toBe(401)
  expect((await api.get('/api/account', { bearer: forge(61) })).status).toBe(429)
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(200)
})

test.describe('decision 37, BRU-09, BRU-10: what counts as one client', () => {
  const exhaust = async (api: Client, from: string) => {
    for (let count = 0; count < 6; count++) await api.post('/auth/recovery/', {}, { from })
  }
  const isExhausted = async (api: Client, from: string) =>
    (await api.post('/auth/recovery/', {}, { from })).status === 429

  test('the right-most hop that is not a trusted proxy', async ({ api, address }) => {
    await exhaust(api, `198.51.100.7, ${address}`)
    expect(await isExhausted(api, `203.0.113.9, ${address}`)).toBe(true)
    expect(await isExhausted(api, `${address}, 127.0.0.1`)).toBe(true)
    expect(await isExhausted(api, `${address}, 198.51.100.200`)).toBe(false)
  })

  test('all spellings of one IPv4 address', async ({ api, address }) => {
    await exhaust(api, address)
    for (const way of [`::ffff:${address}`, `${address}:4711`, ` ${address} `, `[::ffff:${address}]:80`])
      expect(await isExhausted(api, way), way).toBe(true)
  })

  test('an IPv6 /64, in whatever spelling', async ({ api, address }) => {
    const [, a, b, c] = address.split('.').map(part => Number(part).toString(16))
    const prefix = `2001:db8:${a}:${Number.parseInt(`${b}`, 16) * 256 + Number.parseInt(`${c}`, 16)}`
    await exhaust(api, `${prefix}::1`)
    for (const way of [
      `${prefix}:0:0:0:2`,
      `${prefix.toUpperCase()}:ffff::`,
      `[${prefix}::3]:443`,
      `${prefix}::1%eth0`,
    ])
      expect(await isExhausted(api, way), way).toBe(true)
    expect(await isExhausted(api, `2001:db8:${a}:ffff::1`)).toBe(false)
  })

  test('nonsense counts as the proxy itself, never as nobody', async ({ api }) => {
    for (const nonsense of ['unknown', 'a.b.c.d', '999.1.1.1', '_hidden', '<script>'])
      for (let count = 0; count < 2; count++) await api.post('/auth/recovery/', {}, { from: nonsense })
    expect(await isExhausted(api, 'another nonsense')).toBe(true)
  })
})
