import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { type Gate, startGate } from '../support/gate'
import { INTRA_CLIENT } from '../support/intra-process'
import { startMailServer } from '../support/mail-server'
import { type Mailbox, openMailbox } from '../support/mailbox'
import { freePort } from '../support/ports'
import { type Environment, launchProduct, type Product } from '../support/product'
import { openResidents, type Residents } from '../support/residents'
import { currentRun } from '../support/run'
import { openStore, type Store } from '../support/store'

/** A product whose mail server, and whose 42, stand behind gates. */
test.describe('with the mail server and 42 behind gates', () => {
  test.describe.configure({ mode: 'serial' })
  const mailFolder = path.resolve('.test', `mail-faults-mail-${process.pid}`)
  const dataDir = path.resolve('.test', `mail-faults-${process.pid}`)
  let mailServer: Awaited<ReturnType<typeof startMailServer>>
  let gate: Gate
  let intra: Gate
  let environment: Environment
  let product: Product
  let store: Store
  let mail: Mailbox
  let people: Residents

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    await rm(dataDir, { recursive: true, force: true })
    mailServer = await startMailServer(mailFolder)
    gate = await startGate(Number(new URL(mailServer.url).port))
    intra = await startGate(Number(new URL(currentRun().intraUrl).port))
    environment = {
      ...INTRA_CLIENT,
      INTRA_API_URL: `http://127.0.0.1:${intra.port}`,
      SMTP_URL: `smtp://127.0.0.1:${gate.port}`,
      AUTO_ACTIVATE: 'true',
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      WORKERS: '1',
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
    }
    await start()
  })

  test.afterAll(async () => {
    await store?.close()
    await product?.stop()
    await gate?.stop()
    await intra?.stop()
    await mailServer?.stop()
    await rm(mailFolder, { recursive: true, force: true })
  })

  async function start() {
    product = await launchProduct('mail-faults', environment)
    await product.ready()
    store = openStore(dataDir)
    mail = openMailbox(mailFolder, store)
    people = openResidents(product.origin)
  }

  /** Time passes: what waits for its next try is due. */
  const due = () => store.query('UPDATE "Mail" SET "nextAttemptAt" = now()')

  const queued = async () => (await store.query('SELECT 1 FROM "Mail"')).length

  for (const [what, fault] of [
    ['refuses', 'refuse'],
    ['hangs', 'hang'],
    ['is slow', { delayMs: 1500 }],
  ] as const)
    test(`REL-11, ENU-03: it ${what}: answers stay the same, and each mail comes once afterwards`, async () => {
      const known = await people.register()
      const ask = async (email: string) => {
        const begun = performance.now()
        const { status, text } = await people.somebody().post('/auth/account/forgot', { email })
        return { status, text, ms: performance.now() - begun }
      }
      const usual = await ask('nobody@example.com')
      gate.cut()
      await gate.become(fault)
      const answers = [await ask(known.email), await ask('nobody@example.com')]
      for (const { status, text, ms } of answers) {
        expect({ status, text }).toEqual({ status: usual.status, text: usual.text })
        expect(ms, 'no mail server was waited for').toBeLessThan(1400)
      }
      expect(await queued()).toBeGreaterThan(0)
      await gate.become('open')
      gate.cut()
      await expect.poll(async () => due().then(queued), { timeout: 30_000, intervals: [1000] }).toBe(0)
      const got = (await mail.all(known.email)).filter(({ subject }) => /new password/.test(subject))
      expect(got).toHaveLength(1)
    })

  test('REL-11: what was queued survives kill -9 and a restart, and is sent once', async () => {
    await gate.become('refuse')
    const known = await people.register()
    await people.somebody().post('/auth/account/forgot', { email: known.email })
    expect(await queued()).toBeGreaterThan(0)
    await store.close()
    product.signal('SIGKILL')
    await product.ended
    await gate.become('open')
    await start()
    await due()
    await mail.next(known.email, /new password/)
    await expect.poll(queued).toBe(0)
    expect((await mail.all(known.email)).filter(({ subject }) => /new password/.test(subject))).toHaveLength(1)
  })

  test('REL-12: while 42 hangs, who signs in with a password does not wait', async () => {
    await intra.become('hang')
    const known = await people.register()
    const { accessToken: bearer } = await people.signIn(known)
    const returns = Array.from({ length: 50 }, async () => {
      const client = people.somebody()
      const begun = await client.get('/oauth2/intra/url/?type=login')
      const state = new URL(begun.field('url')).searchParams.get('state')
      const cookies = { state_token: begun.cookies.state_token?.value ?? '' }
      const sent = performance.now()
      const answer = await client.get(`/oauth2/intra/callback/login?code=x&state=${state}`, { cookies })
      return { status: answer.status, ms: performance.now() - sent }
    })
    const times: number[] = []
    for (let i = 0; i < 10; i++) {
      const begun = performance.now()
      await people.signIn(known)
      times.push(performance.now() - begun)
      expect((await people.somebody().get('/api/account', { bearer })).status).toBe(200)
    }
    expect(times.sort((a, b) => a - b)[5], 'the median').toBeLessThan(1000)
    for (const { status, ms } of await Promise.all(returns)) {
      expect(status, 'the documented "api error"').toBe(500)
      expect(ms).toBeLessThan(10_000)
    }
  })
})
