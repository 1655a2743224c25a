import { expectHouseRules, expectRefusal } from '../support/expectations'
import type { Client } from '../support/http'
import { createClient } from '../support/http'
import type { Student } from '../support/intra-visits'
import { startProduct } from '../support/product'
import { test as base, expect } from '../support/test'

type Fixtures = {
  /** Comes from 42 without an account. @returns the cookie that they are given. */
  comeNew: (who: Student) => Promise<{ intra_newcomer: string }>
  /** An account that was made through 42, and the access token of its first session. */
  made: () => Promise<{ who: Student; accessToken: string }>
  login: (who: Student) => ReturnType<Client['post']>
}

const test = base.extend<Fixtures>({
  login: async ({ api, visits, anotherAddress }, use) =>
    use(async who => {
      const cookies = { api_token: await visits.bring(api, 'login', who) }
      return api.post('/oauth2/intra/login/', undefined, { cookies, from: anotherAddress() })
    }),
  comeNew: async ({ login }, use) =>
    use(async who => ({ intra_newcomer: (await login(who)).cookies.intra_newcomer?.value ?? '' })),
  made: async ({ api, visits, comeNew, mail }, use) =>
    use(async () => {
      const who = visits.invent()
      const cookies = await comeNew(who)
      await api.post('/api/account/intra/registration', { email: who.email, username: who.login }, { cookies })
      const { ticket } = await mail.next(who.email, /Finish your Latchkey account/)
      const answer = await api.post('/api/account/intra/activation', { ticket }, { cookies })
      return { who, accessToken: answer.field('access_token') }
    }),
})

const SESSION = { access_token: expect.any(String), expires_in: 900 }

test.describe('"Create an account"', () => {
  test('proposal, mail, both proofs, session; the next visit signs in', async ({
    api,
    visits,
    comeNew,
    login,
    mail,
  }) => {
    const who = visits.invent()
    const cookies = await comeNew(who)
    const proposal = await api.get('/api/account/intra/registration', { cookies })
    expectHouseRules(proposal)
    expect(proposal.json).toEqual({ login: who.login, username: who.login, email: who.email, asks_mailbox: true })
    const body = { email: who.email, username: who.login }
    const registered = await api.post('/api/account/intra/registration', body, { cookies })
    expect([registered.status, registered.text]).toEqual([204, ''])
    const letter = await mail.next(who.email, /Finish your Latchkey account/)
    expect(letter.text).toContain(who.login)
    expect(letter.link).toMatch(/\/intra\/activate#[0-9a-f-]{36}$/)
    const activated = await api.post('/api/account/intra/activation', { ticket: letter.ticket }, { cookies })
    expect([activated.status, activated.json]).toEqual([200, SESSION])
    expect(Object.keys(activated.cookies).sort()).toEqual(['intra_newcomer', 'refresh_token'])
    expect(activated.cookies.intra_newcomer?.maxAge).toBe(0)
    const account = await api.get('/api/account', { bearer: activated.field('access_token') })
    expect(account.json).toMatchObject({ email: who.email, username: who.login, has_password: false })
    expect((await login(who)).status).toBe(200)
  })

  test('neither proof alone finishes it, and the ticket survives the wrong browser', async ({
    api,
    visits,
    comeNew,
    mail,
  }) => {
    const who = visits.invent()
    const cookies = await comeNew(who)
    await api.post('/api/account/intra/registration', { email: who.email }, { cookies })
    const { ticket } = await mail.next(who.email)
    const finish = (jar?: Record<string, string>) =>
      api.post('/api/account/intra/activation', { ticket }, jar && { cookies: jar })
    expect((await api.post('/auth/account/activate', { ticket })).status).toBe(401)
    for (const jar of [undefined, { intra_newcomer: 'forged' }, await comeNew(visits.invent())])
      expectRefusal(await finish(jar), 'native', 400, 'intra_proof_required')
    expect((await finish(await comeNew(who))).status, 'another browser, the same person').toBe(200)
    expectRefusal(await finish(cookies), 'native', 401, 'invalid_ticket')
  })

  test('OAU-13 traps with somebody’s address gain nothing', async ({ api, accounts, visits, comeNew, login, mail }) => {
    const who = visits.invent()
    const trap = await accounts.register({ email: who.email })
    await mail.next(who.email, /Activate/)
    await api.post('/api/account/intra/registration', { email: who.email }, { cookies: await comeNew(who) })
    const { ticket } = await mail.next(who.email, /Finish your Latchkey registration/)
    await api.post('/auth/account/forgot', { ticket, new_password: 'the owner’s own words' })
    const attacker = await api.post('/auth/login', { email: who.email, password: trap.password })
    expect(attacker.status).toBe(401)
    expect((await login(who)).status, 'still not joined').toBe(404)
  })

  test('an address that is taken gives the same answer, and its owner is told', async ({
    api,
    accounts,
    visits,
    comeNew,
    mail,
  }) => {
    const owner = await accounts.create()
    const cookies = await comeNew(visits.invent())
    const answer = await api.post('/api/account/intra/registration', { email: owner.email }, { cookies })
    expect([answer.status, answer.text]).toEqual([204, ''])
    await mail.next(owner.email, /already have/)
    const taken = { email: visits.invent().email, username: owner.username }
    expectRefusal(
      await api.post('/api/account/intra/registration', taken, { cookies }),
      'native',
      400,
      'username_taken',
    )
  })

  test('without the proof from 42 there is nothing', async ({ api, visits }) => {
    for (const cookies of [{}, { intra_newcomer: await visits.bring(api, 'login', visits.invent()) }]) {
      const proposal = await api.get('/api/account/intra/registration', { cookies })
      expectRefusal(proposal, 'native', 400, 'invalid_exchange')
      const body = { email: visits.invent().email }
      const registration = await api.post('/api/account/intra/registration', body, { cookies })
      expectRefusal(registration, 'native', 400, 'invalid_exchange')
    }
  })
})

test.describe('"Sign in and link"', () => {
  test('links after a sign-in that came later', async ({ api, accounts, visits, comeNew, login, mail }) => {
    const account = await accounts.create()
    const old = await accounts.signIn(account)
    await new Promise(resolve => setTimeout(resolve, 1100))
    const who = visits.invent()
    const cookies = await comeNew(who)
    const link = (bearer: string) => api.post('/api/account/intra/link', undefined, { bearer, cookies })
    const stale = await link(old.accessToken)
    expect([stale.status, stale.json]).toMatchObject([401, { code: 'reauthentication_required' }])
    const { accessToken } = await accounts.signIn(account)
    const answer = await link(accessToken)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(answer.cookies.intra_newcomer?.maxAge).toBe(0)
    await mail.next(account.email, /was linked/)
    expect((await login(who)).status).toBe(200)
    expectRefusal(await link(accessToken), 'native', 400, 'already_linked')
  })
})

test.describe('an account that was made through 42', () => {
  test('OAU-16 does not unlink its only way in, sets a password by a fresh visit, and then unlinks', async ({
    api,
    visits,
    made,
    store,
    mail,
  }) => {
    const { who, accessToken: bearer } = await made()
    expectRefusal(await api.delete('/oauth2/intra/link/', { bearer }), 'fortytwo', 400, 'last_sign_in_method')
    await store.query(
      `UPDATE "Session" SET "authenticatedAt" = now() - interval '16 minutes'
       WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
      [who.email],
    )
    const set = () => api.post('/api/account/password', { new_password: 'a long enough password' }, { bearer })
    const stale = await set()
    expect([stale.status, stale.json]).toMatchObject([401, { methods: ['intra'] }])
    const prove = async (student: Student) => {
      const cookies = { api_token: await visits.bring(api, 'login', student) }
      return api.post('/api/account/identity/intra', undefined, { bearer, cookies })
    }
    expectRefusal(await prove(visits.invent()), 'native', 400, 'wrong_intra_account')
    const proven = await prove(who)
    expect([proven.status, proven.cookies.api_token?.maxAge]).toEqual([204, 0])
    expect((await set()).status).toBe(204)
    await mail.next(who.email, /has a password now/)
    expectRefusal(await set(), 'native', 400, 'password_already_set')
    expect((await api.post('/auth/login', { email: who.email, password: 'a long enough password' })).status).toBe(200)
    expect((await api.delete('/oauth2/intra/link/', { bearer })).status).toBe(200)
  })
})

test.describe('without INTRA_CLIENT_ID', () => {
  test('everything of 42 answers 503 intra_not_configured, and password sign-in works', async () => {
    const product = await startProduct('without-intra', { AUTO_ACTIVATE: 'true' })
    try {
      const api = createClient(product.origin)
      const account = { email: 'marvin@example.com', password: 'a long enough password' }
      await api.post('/auth/register', account)
      const bearer = (await api.post('/auth/login', account)).field('jwt_token')
      const fortytwo = [
        await api.get('/oauth2/intra/url/?type=login'),
        await api.get('/oauth2/intra/url/?type=link', { bearer }),
        await api.get('/oauth2/intra/callback/login?code=x&state=y'),
        await api.get('/oauth2/intra/callback/?code=x&state=y'),
        await api.post('/oauth2/intra/login/'),
        await api.post('/oauth2/intra/link/', undefined, { bearer }),
        await api.delete('/oauth2/intra/link/', { bearer }),
      ]
      for (const answer of fortytwo) expectRefusal(answer, 'fortytwo', 503, 'intra_not_configured')
      const native = [
        await api.get('/api/account/intra/registration'),
        await api.post('/api/account/intra/registration', { email: 'new@example.com' }),
        await api.post('/api/account/intra/activation', { ticket: '019a0000-0000-7000-8000-000000000000' }),
        await api.post('/api/account/intra/link', undefined, { bearer }),
      ]
      for (const answer of native) expectRefusal(answer, 'native', 503, 'intra_not_configured')
      const connections = await api.get('/api/account/connections', { bearer })
      expect(connections.json).toEqual({ intra: { configured: false, linked_at: null, login: null } })
    } finally {
      await product.stop()
    }
  })
})
