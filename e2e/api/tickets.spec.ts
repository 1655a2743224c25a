import type { Client } from '../support/http'
import { currentRun } from '../support/run'
import { expect, test } from '../support/test'

const spend = {
  activation: (api: Client, ticket: string) => api.post('/auth/account/activate', { ticket }),
  reset: (api: Client, ticket: string) =>
    api.post('/auth/account/forgot', { ticket, new_password: 'a brand new password' }),
  'reset (fortytwo)': (api: Client, ticket: string) =>
    api.post(`/auth/password/?token=${ticket}`, { password: 'a brand new password' }),
  'e-mail change': (api: Client, ticket: string) => api.post('/api/account/email/confirm', { ticket }),
}

const UNKNOWN = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'

test('TKT-01: tickets are random UUIDs and never repeat', async ({ accounts, mail }) => {
  const people = await Promise.all(Array.from({ length: 20 }, () => accounts.register()))
  const tickets = await Promise.all(people.map(async ({ email }) => (await mail.next(email)).ticket))
  expect(new Set(tickets).size).toBe(20)
  for (const ticket of tickets)
    expect(ticket).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('TKT-02: a ticket is good for its own user and in its own spelling', async ({ api, accounts, mail }) => {
  const { email } = await accounts.register()
  const { ticket } = await mail.next(email)
  const victim = await accounts.register()
  for (const body of [
    { ticket, email: victim.email },
    { ticket, user_id: '1' },
  ])
    expect((await api.post('/auth/account/activate', body)).status).toBe(400)
  for (const way of [ticket.slice(0, -1), `${ticket}0`, ` ${ticket}`, ticket.replaceAll('-', ''), `{${ticket}}`])
    expect((await spend.activation(api, way)).status, way).toBe(400)
  const upper = ticket.toUpperCase()
  if (upper !== ticket) expect((await spend.activation(api, upper)).status).toBe(401)
  expect((await spend.activation(api, ticket)).status).toBe(204)
})

test('TKT-03: mailed tickets live an hour', async ({ api, accounts, mail, store }) => {
  const { email } = await accounts.register()
  const first = await mail.next(email)
  const [row] = await store.query<{ life: number }>(
    `SELECT extract(epoch FROM "expiresAt" - "createdAt")::float AS life FROM "Ticket"
     WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [email],
  )
  expect(row?.life).toBeCloseTo(3600, 0)
  await store.query(
    `UPDATE "Ticket" SET "expiresAt" = now() WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [email],
  )
  expect((await spend.activation(api, first.ticket)).status).toBe(401)
  await api.post('/api/account/activation', { email })
  expect((await spend.activation(api, (await mail.next(email)).ticket)).status).toBe(204)
})

test('TKT-05, SEC-03: no ticket and no token is kept as it is', async ({ accounts, api, mail, store }) => {
  const account = await accounts.create()
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket } = await mail.next(account.email, /new password/)
  const session = await accounts.signIn(account)
  const tokens = await accounts.obtainTokens(account)
  await store.mailHasLeft()
  const tables = await store.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  const signatures = [session.accessToken, session.refreshToken, tokens.access, tokens.refresh].map(
    token => token.split('.')[2] ?? token,
  )
  const hex = Buffer.from(ticket).toString('hex')
  for (const { name } of tables) {
    const rows = await store.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)
    const secrets = [ticket, ticket.replaceAll('-', ''), hex, ...signatures, account.password]
    const telling = rows.filter(({ row }) => secrets.some(secret => row.includes(secret)))
    expect(telling, `${name} holds a secret`).toEqual([])
  }
})

test('TKT-06, HTP-09: links lead to APP_URL whatever the request says of its host', async ({ api, accounts, mail }) => {
  const account = await accounts.create()
  const evil = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
  ]
  for (const headers of evil) {
    const answer = await api.post('/auth/account/forgot', { email: account.email }, { headers })
    expect(answer.text + JSON.stringify(answer.cookies)).not.toContain('evil')
    const { link, ticket, text, html } = await mail.next(account.email, /new password/)
    expect(link).toBe(`${currentRun().origin}/reset#${ticket}`)
    expect(text + html).not.toContain('evil')
  }
})

test('TKT-08, ENU-06: purposes do not mix, and every wrong ticket gets one answer', async ({ api, accounts, mail }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const newcomer = await accounts.register()
  const email = accounts.invent().email
  await api.post('/auth/account/forgot', { email: account.email })
  await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
  const tickets = {
    activation: (await mail.next(newcomer.email)).ticket,
    reset: (await mail.next(account.email, /new password/)).ticket,
    'e-mail change': (await mail.next(email)).ticket,
  }
  for (const [purpose, present] of Object.entries(spend)) {
    const wrong = Object.entries(tickets).filter(([kind]) => !purpose.startsWith(kind))
    const answers = await Promise.all(
      [UNKNOWN, ...wrong.map(([, ticket]) => ticket)].map(ticket => present(api, ticket)),
    )
    const said = answers.map(({ status, text }) => `${status} ${text.replace(/"request_id":"[^"]+"/, '')}`)
    expect(new Set(said).size, said.join('\n')).toBe(1)
    expect(answers[0]?.status).toBe(purpose.includes('fortytwo') ? 400 : 401)
  }
  expect((await spend['e-mail change'](api, tickets['e-mail change'])).status).toBe(204)
  expect((await spend.activation(api, tickets.activation)).status).toBe(204)
})

test('a changed address ends the reset tickets that were mailed to the old one', async ({ api, accounts, mail }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const email = accounts.invent().email
  await api.put('/api/account/email', { email, password: account.password }, { bearer: accessToken })
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket } = await mail.next(account.email, /new password/)
  expect((await spend['e-mail change'](api, (await mail.next(email)).ticket)).status).toBe(204)
  expect((await spend.reset(api, ticket)).status).toBe(401)
})

test('TKT-11: opening the links of a mail spends nothing', async ({ api, accounts, mail }) => {
  const { email } = await accounts.register()
  const { link, ticket } = await mail.next(email)
  const { pathname } = new URL(link)
  for (const method of ['GET', 'HEAD', 'GET']) {
    await api.request(method, `${pathname}?ticket=${ticket}`)
    await api.request(method, `/auth/account/activate?ticket=${ticket}`)
  }
  expect((await spend.activation(api, ticket)).status).toBe(204)
})

test('TKT-12: a mail says its ticket as text, in a fragment, and nowhere else', async ({ accounts, mail }) => {
  const { email } = await accounts.register()
  const { link, ticket, text, html, headers } = await mail.next(email)
  expect(link).toBe(`${currentRun().origin}/activate#${ticket}`)
  expect(text).toContain(link)
  expect(text).toMatch(new RegExp(`^    ${ticket}$`, 'm'))
  expect(html).not.toMatch(/<img|<script|src=/)
  expect(html.match(/href="/g)).toHaveLength(1)
  expect(headers['auto-submitted']).toBe('auto-generated')
  expect(headers.to).toBe(email)
})

test('TKT-15, INP-09: malformed tickets are 400 at every place', async ({ api, anotherAddress }) => {
  for (const ticket of [
    '',
    'x',
    'x'.repeat(10_000),
    {},
    [],
    null,
    5,
    true,
    'a\0b',
    '\ud800',
    '00000000-0000-0000-0000-00000000000g',
  ])
    for (const [path, body] of [
      ['/auth/account/activate', { ticket }],
      ['/auth/account/forgot', { ticket, new_password: 'long enough' }],
      ['/api/account/email/confirm', { ticket }],
    ] as const)
      expect(
        (await api.post(path, body, { from: anotherAddress() })).status,
        `${path} ${JSON.stringify(ticket).slice(0, 30)}`,
      ).toBe(400)
  for (const token of ['', 'x', '%00', '%ED%A0%80', '%27'])
    expect((await api.post(`/auth/password/?token=${token}`, { password: 'long enough' })).status, token).toBe(400)
})
