import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { codeOf } from '../support/authenticator'
import { startBalancer } from '../support/balancer'
import { type Answer, type Client, createClient } from '../support/http'
import { INTRA_CLIENT } from '../support/intra-process'
import { openVisits } from '../support/intra-visits'
import { startMailServer } from '../support/mail-server'
import { type Mailbox, openMailbox } from '../support/mailbox'
import { inventSecrets } from '../support/operator'
import { freePort } from '../support/ports'
import { type PostgresServer, startPostgres } from '../support/postgres-server'
import { type Environment, launchProduct, type Product, startProduct } from '../support/product'
import { type RedisServer, startRedis } from '../support/redis-server'
import { openResidents, type Residents } from '../support/residents'
import { currentRun } from '../support/run'
import { openStore, type Store } from '../support/store'
import { stay, walk } from '../support/visitors'

const INSTANCES = 3

/** Three instances with the same address, secrets, PostgreSQL and Redis, as three machines behind one balancer. */
test.describe('REL-22: three instances', () => {
  test.describe.configure({ mode: 'serial' })
  const mailFolder = path.resolve('.test', `instances-mail-${process.pid}`)
  let postgres: PostgresServer
  let redis: RedisServer
  let mailServer: Awaited<ReturnType<typeof startMailServer>>
  let products: Product[] = []
  let common: Environment
  let store: Store
  let mail: Mailbox
  let people: Residents

  test.beforeAll(async () => {
    test.setTimeout(300_000)
    postgres = await startPostgres('instances-postgres')
    await postgres.create('latchkey')
    redis = await startRedis()
    mailServer = await startMailServer(mailFolder)
    common = {
      ...inventSecrets(),
      ...INTRA_CLIENT,
      INTRA_API_URL: currentRun().intraUrl,
      APP_URL: `http://localhost:${await freePort()}`,
      DATABASE_URL: postgres.url('latchkey'),
      REDIS_URL: redis.url,
      SMTP_URL: mailServer.url,
      AUTO_ACTIVATE: 'true',
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      WORKERS: '1',
      DRAIN_SECONDS: '2',
    }
    // At once, on an empty database: one of them brings it up to date, the others wait.
    products = await Promise.all(
      Array.from({ length: INSTANCES }, (_, index) => startProduct(`instance-${index}`, common)),
    )
    store = openStore(postgres.url('latchkey'))
    mail = openMailbox(mailFolder, store)
    people = openResidents(instance(0))
    await Promise.all(products.map(({ origin }) => createClient(origin, '10.99.0.1').post('/auth/login', nobody)))
  })

  test.afterAll(async () => {
    await store?.close()
    await Promise.all(products.map(product => product.stop()))
    await mailServer?.stop()
    await redis?.stop()
    await postgres?.stop()
    await rm(mailFolder, { recursive: true, force: true })
  })

  const instance = (index: number) => products[index % INSTANCES]?.origin ?? ''

  /** The same at once, as often as `times`, from as many addresses, at all instances in turn. */
  const everywhere = (times: number, ask: (client: Client, index: number) => Promise<Answer>, from?: string) =>
    Promise.all(
      Array.from({ length: times }, (_, index) =>
        ask(createClient(instance(index), from ?? `10.98.${street}.${index}`), index),
      ),
    )
  let street = 0
  test.beforeEach(() => void street++)

  const count = (answers: Answer[], wanted: number) => answers.filter(({ status }) => status === wanted).length

  test('REL-19: all came up on one empty database, which was brought up to date once', async () => {
    const twice = await store.query(
      'SELECT migration_name FROM "_prisma_migrations" GROUP BY 1 HAVING count(*) > 1 OR bool_or(finished_at IS NULL)',
    )
    expect(twice).toEqual([])
  })

  test('SES-09, PAT-02: what one revokes is worth nothing at the others at the next request', async () => {
    const resident = await people.register()
    const { accessToken, refreshToken } = await people.signIn(resident)
    const other = (await people.signIn(resident)).accessToken
    const made = await people.somebody().post('/oauth/personal-access-tokens', { name: 'p' }, { bearer: other })
    const program = made.field('accessToken')
    const look = async (bearer: string, at: number) =>
      (await createClient(instance(at), '10.96.0.1').get('/api/v1/twofaccounts', { bearer })).status
    for (let at = 0; at < INSTANCES; at++)
      expect([await look(accessToken, at), await look(program, at)]).toEqual([200, 200])

    const cookies = { refresh_token: refreshToken }
    await createClient(instance(0), '10.96.0.2').post('/auth/logout/', {}, { bearer: accessToken, cookies })
    for (let at = 0; at < INSTANCES; at++) expect(await look(accessToken, at)).toBe(401)
    expect(await look(other, 1)).toBe(200)

    const id = made.field('accessTokenId')
    const gone = await createClient(instance(1), '10.96.0.3').delete(`/oauth/personal-access-tokens/${id}`, {
      bearer: other,
    })
    expect(gone.status).toBe(204)
    for (let at = 0; at < INSTANCES; at++) expect(await look(program, at)).toBe(401)
  })

  test('RAC-02: of twenty-one resets with one ticket, one wins', async () => {
    const { email } = await people.register()
    await people.somebody().post('/auth/account/forgot', { email })
    const { ticket } = await mail.next(email, /new password/)
    const answers = await everywhere(21, (client, index) =>
      client.post('/auth/account/forgot', { ticket, new_password: `one of three machines ${index}` }),
    )
    expect([count(answers, 204), count(answers, 401)]).toEqual([1, 20])
  })

  test('RAC-03, RAC-06: one recovery code, and one challenge, begin one session', async () => {
    const resident = await people.register()
    const { secret, codes } = await people.enrol(resident)
    const challenge = async () => (await people.somebody().post('/auth/login', resident)).field('ticket')
    const tickets = await Promise.all(Array.from({ length: 6 }, challenge))
    const byCode = await everywhere(6, (client, index) =>
      client.post('/auth/mfa/totp', { ticket: tickets[index], code: codes[0] }),
    )
    expect(count(byCode, 200)).toBe(1)
    const ticket = await challenge()
    const byTicket = await everywhere(21, client => client.post('/auth/mfa/totp', { ticket, code: codeOf(secret, 1) }))
    expect(count(byTicket, 200)).toBe(1)
  })

  test('RAC-05: rotations of one token all lead to the same next one', async () => {
    const { refreshToken } = await people.signIn(await people.register())
    const answers = await everywhere(21, client =>
      client.post('/auth/token/refresh', undefined, { cookies: { refresh_token: refreshToken } }),
    )
    expect(count(answers, 200)).toBe(21)
    expect(new Set(answers.map(({ cookies }) => cookies.refresh_token?.value)).size).toBe(1)
  })

  test('RAC-04: a way back from 42 is gone once, and its exchange token is good once', async () => {
    const visits = openVisits(currentRun().intraUrl)
    const [who, resident] = [visits.invent(), await people.register()]
    const bearer = (await people.signIn(resident)).accessToken
    const { url, stateToken } = await visits.begin(people.somebody(), 'link')
    const back = await visits.authorize(url, { profile: who })
    const returns = await everywhere(21, client => visits.comeBack(client, back, stateToken))
    const [come, ...others] = returns.filter(({ status }) => status === 200)
    expect(others).toEqual([])
    const cookies = { api_token: come?.cookies.api_token?.value ?? '' }
    const links = await everywhere(6, client => client.post('/oauth2/intra/link/', {}, { bearer, cookies }))
    expect(links.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(await store.query('SELECT 1 FROM "Account" WHERE "providerAccountId" = $1', [String(who.id)])).toHaveLength(
      1,
    )
  })

  test('BRU-07: of sixty sign-ins from one address six are tried', async () => {
    const answers = await everywhere(60, client => client.post('/auth/login', nobody), `10.97.${street}.1`)
    expect([count(answers, 401), count(answers, 429)]).toEqual([6, 54])
  })

  test('REL-23: restarted one by one behind a balancer, they sign nobody out and lose no request', async ({ page }) => {
    test.setTimeout(180_000)
    const ports = products.map(({ port }) => port)
    const balancer = await startBalancer(ports)
    const visit = { over: false }
    try {
      const visitors = Array.from({ length: 3 }, () => stay(balancer.origin, visit))
      visitors.push(walk(page, balancer.origin, visit))
      for (let index = 0; index < INSTANCES; index++) {
        await restart(index)
        await expect.poll(() => balancer.serves(ports[index] as number)).toBe(true)
      }
      visit.over = true
      for (const { lost, done } of await Promise.all(visitors)) {
        expect(lost).toEqual([])
        expect(done).toBeGreaterThan(INSTANCES * 3)
      }
    } finally {
      visit.over = true
      await balancer.stop()
    }
  })

  async function restart(index: number) {
    const { port, dataDir, signal, ended } = products[index] as Product
    signal('SIGTERM')
    expect(await ended).toBe(0)
    const again = await launchProduct(`instance-${index}`, { ...common, PORT: String(port), DATA_DIR: dataDir })
    products[index] = again
    await again.ready()
  }
})

const nobody = { email: 'nobody@example.com', password: 'not the password' }
