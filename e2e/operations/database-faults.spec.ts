import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { codeOf } from '../support/authenticator'
import { type Gate, startGate } from '../support/gate'
import { type Answer, createClient } from '../support/http'
import { startMailServer } from '../support/mail-server'
import { type Mailbox, openMailbox } from '../support/mailbox'
import { inventSecrets } from '../support/operator'
import { type PostgresServer, startPostgres } from '../support/postgres-server'
import { residentMegabytes, workersOf } from '../support/processes'
import { type Product, startProduct } from '../support/product'
import { openResidents, type Resident, type Residents } from '../support/residents'
import { openStore, type Store } from '../support/store'

const POOL = 10
const CYCLES = 20

/** A product of one process, and between it and its database a gate with all the faults of networks and servers. */
test.describe('with the database behind a gate', () => {
  test.describe.configure({ mode: 'serial' })
  const mailFolder = path.resolve('.test', `database-faults-mail-${process.pid}`)
  let postgres: PostgresServer
  let gate: Gate
  let mailServer: Awaited<ReturnType<typeof startMailServer>>
  let product: Product
  let store: Store
  let mail: Mailbox
  let people: Residents
  let owner: Resident
  let session: { accessToken: string; refreshToken: string }

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    postgres = await startPostgres('database-faults-postgres')
    await postgres.create('latchkey')
    gate = await startGate(postgres.port)
    mailServer = await startMailServer(mailFolder)
    product = await startProduct('database-faults', {
      ...inventSecrets(),
      DATABASE_URL: postgres.url('latchkey', gate.port),
      SMTP_URL: mailServer.url,
      AUTO_ACTIVATE: 'true',
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      WORKERS: '1',
    })
    store = openStore(postgres.url('latchkey'))
    mail = openMailbox(mailFolder, store)
    people = openResidents(product.origin)
    owner = await people.register()
    session = await people.signIn(owner)
    await Promise.all(visits().map(visit => visit()))
  })

  test.beforeEach(async () => {
    await gate.become('open')
    gate.cut()
    await expectBack()
    await expectSignedIn()
    // Each rotates a token of its own: one that was rotated out long ago would rightly end its session.
    session = await people.signIn(owner)
  })

  test.afterAll(async () => {
    await store?.close()
    await product?.stop()
    await mailServer?.stop()
    await gate?.stop()
    await postgres?.stop()
    await rm(mailFolder, { recursive: true, force: true })
  })

  /** One of each kind: reading, signing in, rotating, writing, and the words of each document. */
  const visits = (): (() => Promise<Answer>)[] => {
    const bearer = session.accessToken
    const from = people.somebody()
    return [
      () => from.get('/api/account', { bearer }),
      () => from.get('/2fa/manage/', { bearer }),
      () => from.get('/api/v1/twofaccounts', { bearer }),
      () => from.post('/auth/login', owner),
      () => from.post('/auth/login/', { username: owner.email, password: owner.password }),
      () => from.post('/api/token/', owner),
      () => from.post('/auth/token/refresh', undefined, { cookies: { refresh_token: session.refreshToken } }),
      () => from.post('/auth/account/forgot', { email: owner.email }),
    ]
  }

  async function expectUnavailable(visit: () => Promise<Answer>, withinMs: number) {
    const begun = performance.now()
    const answer = await visit()
    const ms = performance.now() - begun
    expect(answer.status, answer.text).toBe(503)
    expect(Number(answer.header('retry-after'))).toBeGreaterThan(0)
    expect((answer.json as { code: string }).code).toBe('unavailable')
    expect(answer.cookies, 'nobody is signed out').toEqual({})
    expect(ms).toBeLessThan(withinMs)
  }

  /** Answers again, without a restart. */
  async function expectBack() {
    const begun = performance.now()
    const look = async () => (await createClient(product.origin).get('/readyz')).status
    await expect.poll(look, { intervals: [50], timeout: 10_000 }).toBe(200)
    expect(performance.now() - begun).toBeLessThan(5000)
  }

  async function expectSignedIn() {
    const bearer = session.accessToken
    expect((await people.somebody().get('/api/account', { bearer })).status).toBe(200)
  }

  const connections = async () =>
    (
      await store.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE application_name = 'latchkey app'`)
    ).map(({ pid }) => pid)

  async function expectBounded() {
    expect((await connections()).length).toBeLessThanOrEqual(POOL)
    const [worker] = await workersOf(product.pid)
    expect(await residentMegabytes(worker as number)).toBeLessThan(512)
  }

  test('REL-05: down, it is 503 within 2 s for everybody, a page says so with 500, and all is back without a restart', async () => {
    await gate.become('refuse')
    for (const visit of visits()) await expectUnavailable(visit, 2000)
    expect((await createClient(product.origin).get('/healthz')).text).toBe('OK')
    expect((await createClient(product.origin).get('/readyz')).status).toBe(503)
    expect((await createClient(product.origin).get('/login')).status).toBe(200)
    const cookies = { refresh_token: session.refreshToken }
    for (const page of ['/account', '/account/sessions', '/vault', '/register'])
      expect((await createClient(product.origin).get(page, { cookies })).status, page).toBe(500)
    await gate.become('open')
    await expectBack()
  })

  test('REL-06: hung, it is 503 within 5 s for everybody who comes, and nothing piles up', async () => {
    await gate.become('hang')
    await Promise.all(
      Array.from({ length: 6 }, visits).flatMap(each => each.map(visit => expectUnavailable(visit, 5000))),
    )
    await expectBounded()
    await gate.become('open')
    await expectBack()
  })

  test('REL-06: hung in the middle of transactions, it is done or 503 within 5 s', async () => {
    const bearers = await Promise.all(
      Array.from({ length: 8 }, async () => (await people.signIn(await people.register())).accessToken),
    )
    const begun = performance.now()
    const answers = bearers.map(bearer => people.somebody().post('/api/account/alarm', undefined, { bearer }))
    await Promise.race(answers)
    await gate.become('hang')
    for (const { status } of await Promise.all(answers)) expect([200, 503]).toContain(status)
    expect(performance.now() - begun).toBeLessThan(6000)
    await gate.become('open')
    await expectBack()
    await expectBounded()
  })

  test(`REL-07: ${CYCLES} times down and back leave nothing behind`, async () => {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await gate.become(cycle % 2 ? 'refuse' : 'reset')
      gate.cut()
      const [read] = visits()
      await expectUnavailable(read as () => Promise<Answer>, 2000)
      await gate.become('open')
      await expectBack()
    }
    await expectBounded()
  })

  test('REL-21: idle connections that were dropped are noticed by nobody', async () => {
    await Promise.all(visits().map(visit => visit()))
    const idle = await connections()
    expect(idle.length).toBeGreaterThan(0)
    gate.cut()
    await expect.poll(async () => (await connections()).filter(pid => idle.includes(pid))).toEqual([])
    const answers = await Promise.all(Array.from({ length: 100 }, () => people.somebody().get('/api/v1/user/name')))
    expect(answers.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([])
  })

  test('REL-08: registering, cut off after its COMMIT, has happened once', async () => {
    const resident = { email: 'cut.off@example.com', password: 'correct horse cut off' }
    await gate.become({ cutAfter: 'COMMIT' })
    await expectUnavailable(() => people.somebody().post('/auth/register', resident), 5000)
    expect((await people.somebody().post('/auth/register', resident)).status).toBe(204)
    await people.signIn(resident)
    expect(await store.query('SELECT 1 FROM "User" WHERE email = $1', [resident.email])).toHaveLength(1)
  })

  test('REL-08: a reset, cut off after its COMMIT, is done, and its ticket spent', async () => {
    const resident = await people.register()
    await people.somebody().post('/auth/account/forgot', { email: resident.email })
    const { ticket } = await mail.next(resident.email, /new password/)
    const reset = (password: string) =>
      people.somebody().post('/auth/account/forgot', { ticket, new_password: password })
    await gate.become({ cutAfter: 'COMMIT' })
    await expectUnavailable(() => reset('the first of two'), 5000)
    expect((await reset('the second of two')).status).toBe(401)
    await people.signIn({ ...resident, password: 'the first of two' })
    await expect(people.signIn(resident)).rejects.toThrow(/401/)
    const events = await store.query(
      `SELECT 1 FROM "Event" e JOIN "User" u ON u.id = e."userId" WHERE email = $1 AND kind = 'password_reset'`,
      [resident.email],
    )
    expect(events).toHaveLength(1)
  })

  test('SES-04, REL-08: a rotation whose answer was lost signs nobody out', async () => {
    const { refreshToken } = await people.signIn(await people.register())
    const rotate = () =>
      people.somebody().post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } })
    await gate.become({ cutAfter: 'UPDATE "Session"' })
    gate.cut()
    await expectUnavailable(rotate, 5000)
    const again = await rotate()
    expect(again.status, again.text).toBe(200)
    expect(again.cookies.refresh_token?.value).toBeTruthy()
  })

  test('TOT-08, REC-09: while it is away no code and no try is spent', async () => {
    const resident = await people.register()
    const { secret, codes } = await people.enrol(resident)
    const ticket = (await people.somebody().post('/auth/login', resident)).field('ticket')
    const answer = (code: string) => people.somebody().post('/auth/mfa/totp', { ticket, code })
    await gate.become('refuse')
    for (let i = 0; i < 6; i++) await expectUnavailable(() => answer(codes[0] as string), 2000)
    await gate.become('open')
    await expectBack()
    expect((await answer(codeOf(secret, 1))).status).toBe(200)
  })
})
