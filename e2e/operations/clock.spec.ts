import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { codeOf } from '../support/authenticator'
import { type Product, startProduct } from '../support/product'
import { openResidents, type Resident, type Residents } from '../support/residents'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const NOBODY = { email: 'nobody@example.com', password: 'not the password' }

/** An instance, its database included, whose clock is ours to set. */
test.describe('a clock that steps', () => {
  test.describe.configure({ mode: 'serial' })
  const clock = path.resolve('.test', `time-${process.pid}`)
  let product: Product
  let people: Residents
  let now = 0
  const setTo = async (seconds: number) => {
    await writeFile(clock, `${seconds < 0 ? '' : '+'}${seconds}`)
    now = seconds
  }

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    await setTo(0)
    product = await startProduct('clock', {
      LD_PRELOAD: `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketimeMT.so.1`,
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      AUTO_ACTIVATE: 'true',
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      WORKERS: '1',
    })
    people = openResidents(product.origin)
  })

  test.afterAll(async () => {
    await product?.stop()
  })

  const stands = async (bearer: string) => (await people.somebody().get('/api/v1/user', { bearer })).status

  /** What a page does: it shows its token, and where that is refused brings the cookie for another. */
  const goOn = async (session: { accessToken: string; refreshToken: string }) => {
    if ((await stands(session.accessToken)) === 200) return session
    const cookies = { refresh_token: session.refreshToken }
    const answer = await people.somebody().post('/auth/token/refresh', undefined, { cookies })
    expect(answer.status, `the clock at ${now} s: ${answer.text}`).toBe(200)
    return { accessToken: answer.field('jwt_token'), refreshToken: answer.cookies.refresh_token?.value ?? '' }
  }

  test('REL-13: steps of five minutes and of an hour, there and back, sign nobody out', async () => {
    let session = await people.signIn(await people.register())
    for (const step of [5 * MINUTE, 0, -5 * MINUTE, 0, HOUR, 0, -HOUR, 0]) {
      await setTo(step)
      session = await goOn(session)
      expect(await stands(session.accessToken)).toBe(200)
      expect((await people.signIn(await people.register())).accessToken).not.toBe('')
    }
  })

  test('REL-13: no access token lives longer than it says', async () => {
    const { accessToken } = await people.signIn(await people.register())
    await setTo(15 * MINUTE - 5)
    expect(await stands(accessToken)).toBe(200)
    await setTo(15 * MINUTE + 30)
    expect(await stands(accessToken)).toBe(401)
    await setTo(0)
  })

  test('REL-13: after a step back a limit counts for a window and no longer', async () => {
    const guesser = people.somebody()
    const guess = async () => (await guesser.post('/auth/login', NOBODY)).status
    for (let tries = 0; tries < 4; tries++) expect(await guess()).toBe(401)
    await setTo(-HOUR)
    expect(await guess(), 'the fifth').toBe(401)
    await setTo(-HOUR + MINUTE + 1)
    for (let tries = 0; tries < 5; tries++) expect(await guess(), 'of a new minute').toBe(401)
    await setTo(0)
  })

  test('REL-13: a code that a clock accepted which was days ahead locks nobody out; an hour ahead, it still counts once', async () => {
    const ford = await people.register()
    const { secret } = await people.enrol(ford)
    await setTo(HOUR)
    expect(await signInWith(ford, codeOf(secret, HOUR / 30))).toBe(200)
    await setTo(0)
    expect(await signInWith(ford, codeOf(secret, 1))).toBe(401)
    await setTo(3 * DAY)
    expect(await signInWith(ford, codeOf(secret, (3 * DAY) / 30))).toBe(200)
    await setTo(0)
    expect(await signInWith(ford, codeOf(secret, 1))).toBe(200)
  })

  const signInWith = async (resident: Resident, code: string) => {
    const ticket = (await people.somebody().post('/auth/login', resident)).field('ticket')
    return (await people.somebody().post('/auth/mfa/totp', { ticket, code })).status
  }
})
