import { hash } from '@node-rs/argon2'
import type { Account } from '../support/accounts'
import { expect, test } from '../support/test'

const cost = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$/

test('PWD-01, PWD-02, decision 29: kept as Argon2id at the floor of OWASP, each with a salt of its own', async ({
  accounts,
  store,
}) => {
  const password = 'the same for both of them'
  const people = [await accounts.register({ password }), await accounts.register({ password })]
  const rows = await store.query<{ passwordHash: string }>('SELECT "passwordHash" FROM "User" WHERE email = ANY ($1)', [
    people.map(({ email }) => email),
  ])
  const parts = rows.map(({ passwordHash }) => cost.exec(passwordHash) ?? [])
  expect(parts.map(([, memory, time, lanes]) => [memory, time, lanes])).toEqual([
    ['19456', '2', '1'],
    ['19456', '2', '1'],
  ])
  const salts = parts.map(([, , , , salt = '']) => Buffer.from(salt, 'base64'))
  expect(salts.map(salt => salt.length)).toEqual([16, 16])
  expect(salts[0]).not.toEqual(salts[1])
})

test('PWD-03, decision 29: 6 to 128 code points, however many bytes they take', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const register = (password: string) =>
    api.post('/auth/register', { email: accounts.invent().email, password }, { from: anotherAddress() })
  const lengths = { 5: 400, 6: 204, 128: 204, 129: 400 }
  for (const [length, status] of Object.entries(lengths))
    for (const character of ['x', 'é', '🔑', '𝒳']) {
      const answer = await register(character.repeat(Number(length)))
      expect(answer.status, `${length} × ${character}`).toBe(status)
    }
})

test('PWD-04: a password is what was typed: nothing is trimmed, folded or composed, at any door', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const password = ' Pass wörd '
  const doors = ({ email, username }: Account, candidate: string): [string, object][] => [
    ['/auth/login/', { username, password: candidate }],
    ['/auth/login', { email, password: candidate }],
    ['/api/token/', { email, password: candidate }],
  ]
  const others = [password.trim(), password.toLowerCase(), password.normalize('NFD'), ` ${password}`]
  for (const other of others) {
    const account = await accounts.create({ password })
    for (const [path, body] of doors(account, other))
      expect((await api.post(path, body, { from: anotherAddress() })).status, `${path} "${other}"`).not.toBe(200)
    for (const [path, body] of doors(account, password))
      expect((await api.post(path, body, { from: anotherAddress() })).status, path).toBe(200)
  }
})

test('PWD-05: a password of a megabyte is refused before anything is computed', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const password = 'x'.repeat(1_000_000)
  const { email, username } = accounts.invent()
  const places: [string, object][] = [
    ['/auth/login/', { username, password }],
    ['/auth/login', { email, password }],
    ['/api/token/', { email, password }],
    ['/auth/register', { email, password }],
  ]
  for (const [path, body] of places)
    expect((await api.post(path, body, { from: anotherAddress() })).status, path).toBe(413)
  const longest = { email, password: 'x'.repeat(60_000) }
  for (const path of ['/auth/login', '/auth/register'])
    expect((await api.post(path, longest, { from: anotherAddress() })).status, path).toBe(400)
})

test('PWD-06: every character counts, far behind the 72nd byte, too', async ({ api, accounts, anotherAddress }) => {
  const start = 'a'.repeat(100)
  const { email } = await accounts.create({ password: `${start}X` })
  const login = (password: string) => api.post('/auth/login', { email, password }, { from: anotherAddress() })
  for (const other of [`${start}Y`, start, 'a'.repeat(72)]) expect((await login(other)).status, other).toBe(401)
  expect((await login(`${start}X`)).status).toBe(200)
})

test.describe('PWD-10: hashes of other costs', () => {
  test('an older one opens the account, and is made anew with today’s cost', async ({ api, accounts, store }) => {
    const { email } = await accounts.create()
    const password = 'imported long ago'
    const older = await hash(password, { memoryCost: 8192, timeCost: 3, parallelism: 1 })
    await store.query('UPDATE "User" SET "passwordHash" = $2 WHERE email = $1', [email, older])
    expect((await api.post('/auth/login', { email, password })).status).toBe(200)
    const [row] = await store.query<{ passwordHash: string }>(HASH, [email])
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await api.post('/auth/login', { email, password })).status).toBe(200)
  })

  test('an absurdly costly one is never computed', async ({ api, accounts, store }) => {
    const { email, password } = await accounts.create()
    const [row] = await store.query<{ passwordHash: string }>(HASH, [email])
    const absurd = row?.passwordHash.replace('m=19456,t=2', 'm=8388608,t=1000')
    await store.query('UPDATE "User" SET "passwordHash" = $2 WHERE email = $1', [email, absurd])
    expect((await api.post('/auth/login', { email, password })).status).toBe(401)
  })

  const HASH = 'SELECT "passwordHash" FROM "User" WHERE email = $1'
})
