import type { Account } from '../support/accounts'
import type { Answer, Client } from '../support/http'
import { expect, test } from '../support/test'

/** Every door that takes a password, with the body that it wants. */
const doors: [path: string, body: (account: Pick<Account, 'email' | 'username'>, password: string) => object][] = [
  ['/auth/login/', ({ username }, password) => ({ username, password })],
  ['/auth/login', ({ email }, password) => ({ email, password })],
  ['/api/token/', ({ email }, password) => ({ email, password })],
]

/** Ten wrong passwords, each from an address of its own: what an account bears in a quarter of an hour. */
async function exhaust(api: Client, account: Account, addresses: () => string) {
  for (let time = 0; time < 10; time++) {
    const [path, body] = doors[time % doors.length] ?? doors[0] ?? ['', () => ({})]
    const answer = await api.post(path, body(account, `wrong ${time}`), { from: addresses() })
    expect(answer.status, `guess ${time + 1}`).not.toBe(429)
  }
}

const codeOf = (answer: Answer) => (answer.json as { code?: string }).code

test('BRU-04, BRU-18: after ten wrong passwords from anywhere, at any doors, the right one has to wait at all of them', async ({
  api,
  accounts,
  anotherAddress,
  mail,
}) => {
  const account = await accounts.create()
  await exhaust(api, account, anotherAddress)
  for (const [path, body] of doors) {
    const answer = await api.post(path, body(account, account.password), { from: anotherAddress() })
    expect(answer.status, path).toBe(429)
    expect(Number(answer.header('retry-after')), path).toBeGreaterThan(600)
    expect(Number(answer.header('retry-after')), path).toBeLessThanOrEqual(900)
    expect(answer.cookies, path).toEqual({})
  }
  await mail.next(account.email, /guessing/)
  const told = (await mail.all(account.email)).filter(({ subject }) => /guessing/.test(subject))
  expect(told.length, 'the owner is told once').toBe(1)
})

test('BRU-11: the owner is never locked out for good: sessions go on, and the wait ends within a quarter of an hour', async ({
  api,
  accounts,
  anotherAddress,
  store,
}) => {
  const account = await accounts.create()
  const { accessToken, refreshToken } = await accounts.signIn(account)
  await exhaust(api, account, anotherAddress)
  for (let time = 0; time < 20; time++)
    await api.post('/auth/login', { email: account.email, password: 'wrong password' }, { from: anotherAddress() })
  expect((await api.get('/api/account', { bearer: accessToken })).status).toBe(200)
  expect((await api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } })).status).toBe(
    200,
  )
  const [row] = await store.query<{ id: string; wait: number }>(
    `SELECT u.id, extract(epoch FROM f."resetAt" - now()) AS wait
     FROM "User" u JOIN "Failures" f ON f.key = 'password:' || u.id WHERE u.email = $1`,
    [account.email],
  )
  expect(Number(row?.wait)).toBeLessThanOrEqual(900)
  await store.query(`UPDATE "Failures" SET "resetAt" = now() WHERE key = 'password:' || $1`, [row?.id])
  expect((await api.post('/auth/login', { email: account.email, password: account.password })).status).toBe(200)
})

test('BRU-11: a reset by mail ends the wait', async ({ api, accounts, anotherAddress, mail }) => {
  const account = await accounts.create()
  await exhaust(api, account, anotherAddress)
  expect((await api.post('/auth/account/forgot', { email: account.email })).status).toBe(204)
  const { ticket } = await mail.next(account.email, /new password/)
  const password = 'chosen after the siege'
  expect((await api.post('/auth/account/forgot', { ticket, new_password: password })).status).toBe(204)
  expect((await api.post('/auth/login', { email: account.email, password })).status).toBe(200)
})

test('BRU-13: one password for many names gets six tries a minute from one address', async ({ api, accounts }) => {
  const statuses: number[] = []
  for (let time = 0; time < 12; time++) {
    const answer = await api.post('/auth/login', { email: accounts.invent().email, password: 'summer2026!' })
    statuses.push(answer.status)
  }
  expect(statuses).toEqual([...Array(6).fill(401), ...Array(6).fill(429)])
})

test('BRU-15: all spellings of a name are one account, to the counter, too', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const { email, username, password } = await accounts.create()
  const wide = [...username].map(letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('')
  const spellings = [username, username.toUpperCase(), ` ${username}`, `${username} `, wide, email, email.toUpperCase()]
  const login = (name: string, candidate: string) =>
    api.post('/auth/login/', { username: name, password: candidate }, { from: anotherAddress() })
  for (let time = 0; time < 10; time++) await login(spellings[time % spellings.length] ?? '', 'wrong')
  for (const name of spellings) {
    const answer = await login(name, password)
    expect([answer.status, codeOf(answer)], name).toEqual([429, 'too_many_attempts'])
  }
})

test('BRU-04: a burst of guesses from a hundred addresses gets ten answers and no more', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const { email } = await accounts.create()
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, time) =>
      api.post('/auth/login', { email, password: `wrong ${time}` }, { from: anotherAddress() }),
    ),
  )
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter(status => status === 401).length).toBe(10)
  expect(statuses.filter(status => status !== 401 && status !== 429)).toEqual([])
})
