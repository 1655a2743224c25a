import type { Answer } from '../support/http'
import type { Student } from '../support/intra-visits'
import { expect, test } from '../support/test'

const BURST = 20

/** The same at once, twenty times. */
const burst = (work: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: BURST }, (_, index) => work(index)))

const count = (answers: Answer[], wanted: number) => answers.filter(({ status }) => status === wanted).length

test('RAC-01: twenty registrations of one address, in all spellings, make one account', async ({
  api,
  accounts,
  anotherAddress,
  store,
}) => {
  const { email, password } = accounts.invent()
  const spellings = [email, email.toUpperCase(), ` ${email}`]
  const answers = await burst(index =>
    api.post('/auth/register', { email: spellings[index % 3], password }, { from: anotherAddress() }),
  )
  expect(answers.filter(({ status }) => status !== 204 && status !== 400).map(({ text }) => text)).toEqual([])
  expect(await store.query('SELECT count(*)::int AS count FROM "User" WHERE email = $1', [email])).toEqual([
    { count: 1 },
  ])
})

test('RAC-01: twenty registrations of one username make one account', async ({
  api,
  accounts,
  anotherAddress,
  store,
}) => {
  const { username, password } = accounts.invent()
  const answers = await burst(index =>
    api.post(
      '/auth/register',
      { email: accounts.invent().email, username: index % 2 ? username : username.toUpperCase(), password },
      { from: anotherAddress() },
    ),
  )
  expect([count(answers, 204), count(answers, 400)]).toEqual([1, BURST - 1])
  expect(await store.query('SELECT count(*)::int AS count FROM "User" WHERE username = $1', [username])).toEqual([
    { count: 1 },
  ])
})

test('RAC-02: an activation ticket is good for one of twenty', async ({ api, accounts, anotherAddress, mail }) => {
  const { email } = await accounts.register()
  const { ticket } = await mail.next(email, /Activate/)
  const answers = await burst(() => api.post('/auth/account/activate', { ticket }, { from: anotherAddress() }))
  expect([count(answers, 204), count(answers, 401)]).toEqual([1, BURST - 1])
})

test('RAC-02: of twenty resets with one ticket one wins, and its password is the one that is good', async ({
  api,
  accounts,
  anotherAddress,
  mail,
}) => {
  const { email } = await accounts.create()
  await api.post('/auth/account/forgot', { email })
  const { ticket } = await mail.next(email, /new password/)
  const passwords = Array.from({ length: BURST }, (_, index) => `winner takes it all ${index}`)
  const answers = await burst(index =>
    api.post('/auth/account/forgot', { ticket, new_password: passwords[index] }, { from: anotherAddress() }),
  )
  expect([count(answers, 204), count(answers, 401)]).toEqual([1, BURST - 1])
  const winner = answers.findIndex(({ status }) => status === 204)
  const login = (password?: string) => api.post('/auth/login', { email, password }, { from: anotherAddress() })
  expect((await login(passwords[winner])).status).toBe(200)
  expect((await login(passwords[(winner + 1) % BURST])).status).toBe(401)
})

test('RAC-02: a confirmed change of address happens once', async ({ api, accounts, anotherAddress, mail, store }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const email = accounts.invent().email
  const asked = await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
  expect(asked.status, asked.text).toBe(204)
  const { ticket } = await mail.next(email, /Confirm/)
  const answers = await burst(() => api.post('/api/account/email/confirm', { ticket }, { from: anotherAddress() }))
  expect(count(answers, 204)).toBe(1)
  const events = await store.query(
    `SELECT 1 FROM "Event" e JOIN "User" u ON u.id = e."userId" WHERE u.email = $1 AND e.kind = 'email_changed'`,
    [email],
  )
  expect(events.length).toBe(1)
})

test('RAC-10: a removed account leaves nothing behind, whatever was being done with it', async ({
  api,
  accounts,
  store,
}) => {
  const account = await accounts.create()
  const { accessToken, refreshToken } = await accounts.signIn(account)
  const [{ id } = { id: '' }] = await store.query<{ id: string }>('SELECT id FROM "User" WHERE email = $1', [
    account.email,
  ])
  const options = { bearer: accessToken, cookies: { refresh_token: refreshToken } }
  const writes = Array.from({ length: 30 }, (_, index) =>
    index % 2
      ? api.post('/oauth/personal-access-tokens', { name: `t${index}` }, options)
      : api.post('/auth/token/refresh', undefined, options),
  )
  const removal = api.post('/auth/account/remove', undefined, options)
  const answers = await Promise.all([...writes, removal])
  expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([])
  expect((await removal).status).toBe(204)
  for (const table of ['User', 'Session', 'PersonalToken', 'Event', 'Ticket']) {
    const column = table === 'User' ? 'id' : '"userId"'
    expect(await store.query(`SELECT 1 FROM "${table}" WHERE ${column} = $1`, [id]), table).toEqual([])
  }
  expect((await api.get('/api/account', options)).status).toBe(401)
  expect((await api.post('/auth/token/refresh', undefined, options)).status).toBe(401)
})

test('RAC-11: once a changed password is acknowledged, no other session goes on, however it refreshes', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const account = await accounts.create()
  const mine = await accounts.signIn(account)
  const other = await accounts.signIn(account)
  const refresh = () =>
    api.post('/auth/token/refresh', undefined, {
      cookies: { refresh_token: other.refreshToken },
      from: anotherAddress(),
    })
  const change = api.put(
    '/api/account/password',
    { current_password: account.password, new_password: 'another one altogether' },
    { bearer: mine.accessToken },
  )
  const answers = await Promise.all(Array.from({ length: BURST }, refresh))
  expect((await change).status).toBe(204)
  const tokens = answers.filter(({ status }) => status === 200)
  for (const answer of tokens) {
    const refresh_token = answer.cookies.refresh_token?.value ?? ''
    const again = { cookies: { refresh_token }, from: anotherAddress() }
    expect((await api.post('/auth/token/refresh', undefined, again)).status).toBe(401)
    expect((await api.get('/api/account', { bearer: answer.field('jwt_token') })).status).toBe(401)
  }
  expect((await refresh()).status).toBe(401)
  expect((await api.get('/api/account', { bearer: mine.accessToken })).status).toBe(200)
})

test('RAC-13: at ninety-nine tokens twenty more at once make one', async ({ api, accounts, store }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  await store.query(
    `INSERT INTO "PersonalToken" (id, "userId", name, hash, prefix)
     SELECT gen_random_uuid(), u.id, 'n' || n, sha256((u.id || '-' || n)::bytea), 'lk_' || n
     FROM "User" u, generate_series(1, 99) n WHERE u.email = $1`,
    [account.email],
  )
  const answers = await burst(index =>
    api.post('/oauth/personal-access-tokens', { name: `t${index}` }, { bearer: accessToken }),
  )
  expect([count(answers, 201) + count(answers, 200), count(answers, 409)]).toEqual([1, BURST - 1])
})

test('RAC-09: two people who link one 42 account at once: one has it; one person who links two: one of them', async ({
  api,
  accounts,
  visits,
  store,
}) => {
  const [one, other] = [await accounts.signIn(await accounts.create()), await accounts.signIn(await accounts.create())]
  const link = (bearer: string, api_token: string) =>
    api.post('/oauth2/intra/link/', undefined, { bearer, cookies: { api_token } })
  const bring = (who: Student, { accessToken }: { accessToken: string }) =>
    visits.bring(api, 'link', who, { bearer: accessToken })
  const wanted = visits.invent()
  const [mine, yours] = [await bring(wanted, one), await bring(wanted, other)]
  const first = await Promise.all([link(one.accessToken, mine), link(other.accessToken, yours)])
  expect(first.map(({ status }) => status).filter(status => status === 200)).toHaveLength(1)
  const third = await accounts.signIn(await accounts.create())
  const [two, three] = [visits.invent(), visits.invent()]
  const exchanges = [await bring(two, third), await bring(three, third)]
  const second = await Promise.all(exchanges.map(exchange => link(third.accessToken, exchange)))
  expect(second.map(({ status }) => status).filter(status => status === 200)).toHaveLength(1)
  const rows = await store.query('SELECT 1 FROM "Account" WHERE "providerAccountId" = ANY($1)', [
    [wanted, two, three].map(({ id }) => String(id)),
  ])
  expect(rows.length).toBe(2)
})
