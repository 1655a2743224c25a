import type { Client } from '../support/http'
import { expect, test } from '../support/test'

const password = 'correct horse battery'

const countOf = 'SELECT count(*)::int AS count FROM "User" WHERE email = $1 OR username = $2'

/** Tries to register and tells the status; each time as somebody else. */
const register = (api: Client, from: string, body: object) =>
  api.post('/auth/register', { password, ...body }, { from }).then(({ status }) => status)

test('IDN-01: upper and lower case are one name, at registration and at every door', async ({
  api,
  accounts,
  store,
  anotherAddress,
}) => {
  const { email, username } = await accounts.create({ password })
  for (const spelling of [username.toUpperCase(), `U${username.slice(1)}`])
    expect(await register(api, anotherAddress(), { email: accounts.invent().email, username: spelling })).toBe(400)
  expect(await register(api, anotherAddress(), { email: email.toUpperCase() })).toBe(204)
  expect(await store.query(countOf, [email, username])).toEqual([{ count: 1 }])
  const doors: [string, object][] = [
    ['/auth/login/', { username: username.toUpperCase() }],
    ['/auth/login/', { username: email.toUpperCase() }],
    ['/auth/login', { email: email.toUpperCase() }],
    ['/api/token/', { email: email.toUpperCase() }],
  ]
  for (const [path, name] of doors)
    expect((await api.post(path, { ...name, password }, { from: anotherAddress() })).status, JSON.stringify(name)).toBe(
      200,
    )
})

test('IDN-01, IDN-02, IDN-03, IDN-11: a username is plain ASCII, so no other letters can imitate one', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const imitations = [
    'ａｌｉｃｅ', // full width
    'alice\u00ad', // soft hyphen
    'ﬁonaa', // ligature
    'cafe\u0301s', // decomposed
    'cafés',
    'аlice', // Cyrillic а
    'alicο', // Greek ο
    'İstanbul',
    'ıstanbul',
    'straße',
    'ali\u200bce',
    'ali\u2060ce',
    '\ufeffalice',
    'ali\u202ece',
    'ali\u2066ce',
    'ali\u0007ce',
    'ali ce',
    'ali\u00a0ce',
    'ali\tce',
  ]
  for (const username of imitations)
    expect(await register(api, anotherAddress(), { email: accounts.invent().email, username }), username).toBe(400)
})

test('IDN-02: who signs in may type full-width letters; they are the same name', async ({ api, accounts }) => {
  const { username } = await accounts.create({ password })
  const wide = [...username].map(letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('')
  expect((await api.post('/auth/login/', { username: wide, password })).status).toBe(200)
})

test('IDN-04, IDN-05, IDN-06: an address is exactly one mailbox; anything else is 400 and no mail leaves', async ({
  api,
  store,
  anotherAddress,
}) => {
  const addresses = [
    'a@evil.example＠victim.example',
    'a﹫victim.example',
    'a@victim．example',
    'a@victim.example\u037e',
    'a@x.example,b@y.example',
    '"e@attacker.example"@victim.example',
    '<a@x.example>',
    'A <a@x.example>',
    'a@x.example\r\nBcc: b@y.example',
    'a@x.example b@y.example',
    'a(comment)@x.example',
    'a@x.example;b@y.example',
    'a@[127.0.0.1]',
    'a@localhost',
    'a..b@x.example',
    '.a@x.example',
    'a.@x.example',
    '@x.example',
    'a@',
    `${'a'.repeat(65)}@x.example`,
    `a@${'x'.repeat(250)}.example`,
    'a\u00a0b@x.example',
    'a\u200b@x.example',
    'a@x\u2060.example',
  ]
  for (const email of addresses) expect(await register(api, anotherAddress(), { email }), email).toBe(400)
  expect(await store.query(`SELECT email FROM "User" WHERE email ~ '(victim|attacker|x|y).example$'`)).toEqual([])
})

test('IDN-05: the mail goes to the address that was given and to no other', async ({ accounts, mail }) => {
  const { email } = await accounts.register()
  const { to } = await mail.next(email, /Activate/)
  expect(to).toBe(email)
})

test('IDN-06: spaces around an address are not part of it', async ({ api, accounts, store, anotherAddress }) => {
  const { email, username } = await accounts.create({ password })
  for (const typed of [` ${email}`, `${email} `, `\t${email}\n`, `\u00a0${email}`])
    expect([204, 400]).toContain(await register(api, anotherAddress(), { email: typed }))
  expect(await store.query(countOf, [email, username])).toEqual([{ count: 1 }])
})

test('IDN-07: names with a meaning to programs are names like any other, or refused', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  for (const username of ['__proto__', 'constructor', 'undefined', 'hasOwnProperty']) {
    const { email } = accounts.invent()
    const status = await register(api, anotherAddress(), { email, username })
    expect([204, 400], username).toContain(status)
    const answer = await api.post('/auth/login/', { username, password: 'wrong' }, { from: anotherAddress() })
    expect(answer.status, username).toBe(400)
  }
  for (const username of ['..', 'me', 'api', 'null', 'root'])
    expect(await register(api, anotherAddress(), { email: accounts.invent().email, username }), username).toBe(400)
})

test('IDN-08: 5 to 32 characters, and addresses of at most 254', async ({ api, accounts, anotherAddress }) => {
  const tail = accounts.invent().username.slice(-4)
  const sizes: [number, number][] = [
    [4, 400],
    [5, 204],
    [32, 204],
    [33, 400],
  ]
  for (const [length, status] of sizes) {
    const username = tail.padStart(length, 'n')
    expect(await register(api, anotherAddress(), { email: accounts.invent().email, username }), `${length}`).toBe(
      status,
    )
  }
  const local = accounts.invent().username
  const domain = (length: number) => `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.`.padEnd(length - 4, 'd')
  const address = (length: number) => `${local}@${domain(length - local.length - 1)}.com`
  expect(await register(api, anotherAddress(), { email: address(254) })).toBe(204)
  expect(await register(api, anotherAddress(), { email: address(255) })).toBe(400)
})

test('IDN-09: no username looks like an address', async ({ api, accounts, anotherAddress }) => {
  const { email } = await accounts.create({ password })
  const status = await register(api, anotherAddress(), { email: accounts.invent().email, username: email })
  expect(status).toBe(400)
})

test('IDN-10: an international domain is one address in both of its spellings', async ({
  api,
  accounts,
  store,
  anotherAddress,
}) => {
  const { username } = accounts.invent()
  const [unicode, ascii] = [`${username}@ü.example`, `${username}@xn--tda.example`]
  expect(await register(api, anotherAddress(), { email: unicode })).toBe(204)
  expect(await register(api, anotherAddress(), { email: ascii })).toBe(204)
  expect(await store.query('SELECT email FROM "User" WHERE email LIKE $1', [`${username}@%`])).toEqual([
    { email: ascii },
  ])
})
