import type { Session } from '../support/accounts'
import { expectHouseRules, expectRefusal } from '../support/expectations'
import type { Client } from '../support/http'
import { userOf } from '../support/jwt'
import { expect, test } from '../support/test'

type Happened = { id: string; kind: string; about: string; data: Record<string, unknown>; address: string; at: string }
type Page = { events: Happened[]; next: string | null }

const read = async (api: Client, { accessToken }: Session, query = '') => {
  const answer = await api.get(`/api/account/activity${query}`, { bearer: accessToken })
  expect(answer.status, answer.text).toBe(200)
  expectHouseRules(answer)
  return answer.json as Page
}

const kinds = ({ events }: Page) => events.map(({ kind }) => kind)

test('an account’s history tells what happened, newest first, from where and with which program', async ({
  api,
  accounts,
  address,
}) => {
  const account = await accounts.create()
  await api.post(
    '/auth/login',
    { email: account.email, password: 'a wrong password' },
    { headers: { 'user-agent': 'x/1' } },
  )
  const page = await read(api, await accounts.signIn(account))
  expect(kinds(page)).toEqual(['signed_in', 'sign_in_failed', 'account_activated', 'account_registered'])
  expect(page.next).toBeNull()
  expect(page.events[1]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    kind: 'sign_in_failed',
    about: 'sign_in',
    data: {},
    address,
    device: 'x/1',
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  })
})

test('a history is read page by page and by what it is about, and nobody reads another’s', async ({
  api,
  accounts,
  store,
}) => {
  const session = await accounts.signIn(await accounts.create())
  const other = await accounts.signIn(await accounts.create())
  await store.query(
    `INSERT INTO "Event" (id, "userId", kind, address, device, at)
     SELECT gen_random_uuid(), $1, CASE WHEN n % 2 = 0 THEN 'password_changed' ELSE 'token_revoked' END, '', '',
       now() - n * interval '1 minute' FROM generate_series(1, 70) n`,
    [userOf(session.accessToken)],
  )
  const seen: Happened[] = []
  const lengths: number[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: Page = await read(api, session, next && `?before=${next}`)
    lengths.push(page.events.length)
    seen.push(...page.events)
    next = page.next
  }
  expect(lengths).toEqual([30, 30, 13])
  expect(new Set(seen.map(({ id }) => id)).size).toBe(73)
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .sort()
      .reverse(),
  )

  const tokens = await read(api, session, '?about=tokens')
  expect(new Set(kinds(tokens))).toEqual(new Set(['token_revoked']))
  const rest = await read(api, session, `?about=tokens&before=${tokens.next}`)
  expect([tokens.events.length, rest.events.length, rest.next]).toEqual([30, 5, null])

  const foreign = await read(api, other, `?before=${seen[0]?.id}`)
  expect(foreign.events.filter(({ id }) => seen.some(event => event.id === id))).toEqual([])
})

test('a history that is asked for in a strange way is 400, and nobody else’s without signing in', async ({
  api,
  accounts,
}) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  for (const query of ['?about=nothing', '?before=1', '?about=tokens&about=account', '?before=%00'])
    expectRefusal(await api.get(`/api/account/activity${query}`, { bearer }), 'native', 400, 'invalid_input')
  expectRefusal(await api.get('/api/account/activity'), 'native', 401, 'not_authenticated')
})

test('"This wasn’t me" leaves nothing to whoever it was: no session, no token, no mailed link', async ({
  api,
  accounts,
  mail,
}) => {
  const account = await accounts.create()
  const [own, other] = [await accounts.signIn(account), await accounts.signIn(account)]
  const made = await api.post('/oauth/personal-access-tokens', { name: 'theirs' }, { bearer: other.accessToken })
  const wish = { email: 'thief@example.com', password: account.password }
  expect((await api.put('/api/account/email', wish, { bearer: other.accessToken })).status).toBe(204)
  const { ticket } = await mail.next('thief@example.com', /Confirm your new address/)

  const answer = await api.post('/api/account/alarm', undefined, { bearer: own.accessToken })
  expect([answer.status, answer.json]).toEqual([200, { sessions_ended: 1, tokens_revoked: 1 }])
  expect((await api.get('/api/account', { bearer: own.accessToken })).status).toBe(200)
  expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(401)
  const cookies = { refresh_token: other.refreshToken }
  expect((await api.post('/auth/token/refresh', undefined, { cookies })).status).toBe(401)
  expect((await api.get('/oauth/personal-access-tokens', { bearer: own.accessToken })).json).toEqual([])
  expect((await api.post('/api/account/email/confirm', { ticket })).status).toBe(401)

  const [alarm, ended] = (await read(api, own)).events
  expect(alarm).toMatchObject({ kind: 'alarm_raised', about: 'security', data: { sessions: 1, tokens: 1 } })
  expect(ended).toMatchObject({ kind: 'sessions_ended', data: { count: 1 } })
  expect((await mail.next(account.email, /closed to everybody else/)).link).toMatch(/\/forgot$/)
  expect(made.status).toBe(200)
})

test('"This wasn’t me" has to be said by somebody who is signed in', async ({ api }) => {
  expectRefusal(await api.post('/api/account/alarm'), 'native', 401, 'not_authenticated')
})
