import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeOf, wrongCode } from '@/e2e/support/authenticator'
import {
  challengeOf,
  mailedCode,
  makeProtected,
  makeSignedIn,
  middleOfStep,
  type Protected,
} from '../../scripts/testing/factors'
import { burst, client, mailTo, refusals } from '../../scripts/testing/people'
import { db } from '../db'
import { meetChallenge, recoverWithFactor } from './challenges'
import { resetPassword } from './credentials'
import { beginEmailCodes, confirmFactor, disableFactor } from './factors'
import type { FailureCode, FailureDetails } from './failures'
import { signInForTokens } from './sign-in'
import { confirmIdentity } from './step-up'
import { issueTicket } from './tickets'

const refusing = (code: FailureCode, details?: FailureDetails) =>
  expect.objectContaining(details ? { code, details: expect.objectContaining(details) } : { code })

let owner: Protected
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: middleOfStep() })
  owner = await makeProtected()
})
afterEach(() => void vi.useRealTimers())

const meet = (ticket: string, code: string) => meetChallenge({ ticket, code }, client)
const sessions = () => db.session.count({ where: { userId: owner.id } })
const events = async () => (await db.event.findMany({ where: { userId: owner.id } })).map(({ kind }) => kind)
const subjects = async () => (await mailTo(owner.email)).map(({ subject }) => subject)

/** Codes by e-mail in place of the authenticator app. */
async function _withMailedCodes() {
  const person = await makeSignedIn()
  await beginEmailCodes(person.viewer, client)
  const recoveryCodes = await confirmFactor(person.viewer, { code: await mailedCode(person), withCodes: true }, client)
  return { ...person, recoveryCodes }
}

describe('a code of an authenticator app', () => {
  test.each([-1, 0, 1])('TOT-04 counts one step off at most: %i', async steps => {
    const { session } = await meet(await challengeOf(owner), codeOf(owner.secret, steps))
    expect(session.userId).toBe(owner.id)
  })

  test.each([-10, -2, 2, 10])('TOT-04 does not count further off: %i', async steps => {
    const before = await sessions()
    const answer = meet(await challengeOf(owner), codeOf(owner.secret, steps))
    await expect(answer).rejects.toEqual(refusing('invalid_code'))
    expect(await sessions()).toBe(before)
  })

  test('TOT-05 the challenge dies at success', async () => {
    const ticket = await challengeOf(owner)
    await meet(ticket, codeOf(owner.secret))
    await expect(meet(ticket, codeOf(owner.secret, 1))).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('TOT-06 counts once, over all doors', async () => {
    const code = codeOf(owner.secret)
    await meet(await challengeOf(owner), code)
    const used = refusing('code_already_used')
    await expect(meet(await challengeOf(owner), code)).rejects.toEqual(used)
    await expect(recoverWithFactor({ ticket: await challengeOf(owner), code }, client)).rejects.toEqual(used)
    await expect(disableFactor(owner.viewer, code, client)).rejects.toEqual(used)
    await expect(confirmIdentity(owner.viewer, { code }, client)).rejects.toEqual(used)
    const { email: identifier, password } = owner
    await expect(signInForTokens({ identifier, password, otp: code }, client)).rejects.toEqual(used)
    const ticket = await db.$transaction(tx => issueTicket(tx, owner.id, 'reset'))
    await expect(resetPassword({ ticket, password: 'another good one', code }, client)).rejects.toEqual(used)
  })

  test('TOT-07 accepted steps only move forward', async () => {
    await meet(await challengeOf(owner), codeOf(owner.secret, 1))
    for (const steps of [0, -1])
      await expect(meet(await challengeOf(owner), codeOf(owner.secret, steps))).rejects.toEqual(
        refusing('code_already_used'),
      )
    vi.setSystemTime(Date.now() + 30_000)
    expect(await meet(await challengeOf(owner), codeOf(owner.secret, 1))).toHaveProperty('session')
  })

  test('TOT-10 of somebody else does not count', async () => {
    const other = await makeProtected()
    const answer = meet(await challengeOf(owner), codeOf(other.secret))
    await expect(answer).rejects.toEqual(refusing('invalid_code'))
    expect(await meet(await challengeOf(other), codeOf(other.secret))).toHaveProperty('session')
  })

  test('RAC-06 twenty times at once, at one challenge: one session', async () => {
    const before = await sessions()
    const ticket = await challengeOf(owner)
    const outcomes = await burst(20, () => meet(ticket, codeOf(owner.secret)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const code of refusals(outcomes)) expect(['code_already_used', 'invalid_ticket']).toContain(code)
    expect(await sessions()).toBe(before + 1)
  })

  test('RAC-06 twenty times at once, at other doors too: counted once', async () => {
    const code = codeOf(owner.secret)
    const { email: identifier, password } = owner
    const ticket = await challengeOf(owner)
    const doors = [
      () => meet(ticket, code),
      () => confirmIdentity(owner.viewer, { code }, client),
      () => signInForTokens({ identifier, password, otp: code }, client),
    ]
    const outcomes = await burst(9, async index => doors[index % 3]?.())
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a challenge', () => {
  test('TOT-09 lives five minutes', async () => {
    const ticket = await challengeOf(owner)
    const [row] = await db.ticket.findMany({ where: { userId: owner.id, purpose: 'sign_in' } })
    expect((row?.expiresAt.getTime() ?? 0) - Date.now()).toBe(300_000)
    await db.ticket.updateMany({ where: { userId: owner.id }, data: { expiresAt: new Date(Date.now() - 60_000) } })
    await expect(meet(ticket, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('TOT-08 bears five wrong codes and says how many are left; then the right one fails, too', async () => {
    const ticket = await challengeOf(owner)
    for (const triesLeft of [4, 3, 2, 1, 0])
      await expect(meet(ticket, wrongCode(owner.secret))).rejects.toEqual(
        refusing('invalid_code', { ticket, triesLeft }),
      )
    await expect(meet(ticket, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('the right code after four wrong ones counts', async () => {
    const ticket = await challengeOf(owner)
    for (let count = 0; count < 4; count++)
      await expect(meet(ticket, wrongCode(owner.secret))).rejects.toEqual(refusing('invalid_code'))
    expect(await meet(ticket, codeOf(owner.secret))).toHaveProperty('session')
  })

  test('of another purpose opens nothing, and is not spent', async () => {
    const reset = await db.$transaction(tx => issueTicket(tx, owner.id, 'reset'))
    await expect(meet(reset, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
    const ticket = await challengeOf(owner)
    const password = 'another good one'
    await expect(resetPassword({ ticket, password }, client)).rejects.toEqual(refusing('invalid_ticket'))
    expect(await meet(ticket, codeOf(owner.secret))).toHaveProperty('session')
  })

  test('a newer one replaces the older', async () => {
    const older = await challengeOf(owner)
    await challengeOf(owner)
    await expect(meet(older, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('of a disabled account begins no session, and costs neither code nor try', async () => {
    const ticket = await challengeOf(owner)
    await db.user.update({ where: { id: owner.id }, data: { disabledAt: new Date() } })
    await expect(meet(ticket, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
    await db.user.update({ where: { id: owner.id }, data: { disabledAt: null } })
    expect(await meet(ticket, codeOf(owner.secret))).toHaveProperty('session')
  })

  test('TOT-08 what breaks on our side costs no try', async () => {
    const ticket = await challengeOf(owner)
    await db.$executeRaw`ALTER TABLE "Session" RENAME TO "Gone"`
    const broken = await meet(ticket, codeOf(owner.secret)).catch(error => error)
    await db.$executeRaw`ALTER TABLE "Gone" RENAME TO "Session"`
    expect(String(broken)).toContain('does not exist')
    expect(await db.failures.findUnique({ where: { key: `factor:${owner.id}` } })).toMatchObject({ recent: 0 })
    const row = await db.ticket.findFirst({ where: { userId: owner.id, purpose: 'sign_in' } })
    expect(row?.attempts).toBe(0)
    expect(await meet(ticket, codeOf(owner.secret))).toHaveProperty('session')
  })
})

describe('wrong codes', () => {
  const guess = async () => meet(await challengeOf(owner), wrongCode(owner.secret))

  test('BRU-05, REC-05 of every kind count together: ten in a quarter of an hour, and the owner is told once', async () => {
    for (let count = 0; count < 4; count++) await expect(guess()).rejects.toEqual(refusing('invalid_code'))
    for (let count = 0; count < 3; count++)
      await expect(meet(await challengeOf(owner), 'AAAAAAAAAA')).rejects.toEqual(refusing('invalid_code'))
    for (let count = 0; count < 3; count++)
      await expect(confirmIdentity(owner.viewer, { code: wrongCode(owner.secret) }, client)).rejects.toEqual(
        refusing('invalid_code'),
      )
    const ticket = await challengeOf(owner)
    const refused = await meet(ticket, codeOf(owner.secret)).catch(error => error)
    expect(refused).toEqual(refusing('too_many_attempts'))
    expect(refused.details.retryAfter).toBeGreaterThan(600)
    expect(refused.details.retryAfter).toBeLessThanOrEqual(900)
    await expect(guess()).rejects.toEqual(refusing('too_many_attempts'))
    expect((await events()).filter(kind => kind === 'second_factor_locked')).toHaveLength(1)
    expect((await subjects()).filter(subject => /second factor|code/i.test(subject)).length).toBeGreaterThan(1)
    const row = await db.ticket.findFirst({ where: { userId: owner.id, purpose: 'sign_in' } })
    expect(row?.attempts, 'a refused try is not spent').toBe(0)
  })

  test('are forgotten by a success', async () => {
    for (let count = 0; count < 9; count++) await expect(guess()).rejects.toEqual(refusing('invalid_code'))
    await meet(await challengeOf(owner), codeOf(owner.secret))
    expect(await db.failures.count({ where: { key: `factor:${owner.id}` } })).toBe(0)
  })

  test('a hundred in a row, over all windows: from then on one a day', async () => {
    await guess().catch(() => undefined)
    const past = { recent: 1, inRow: 99, resetAt: new Date(Date.now() - 60_000) }
    await db.failures.update({ where: { key: `factor:${owner.id}` }, data: past })
    await expect(guess()).rejects.toEqual(refusing('invalid_code'))
    const refused = await meet(await challengeOf(owner), codeOf(owner.secret)).catch(error => error)
    expect(refused).toEqual(refusing('too_many_attempts'))
    expect(refused.details.retryAfter).toBeGreaterThan(86_000)
    expect(await events()).toContain('second_factor_locked')
  })

  test('RAC-07 sixty at once: no more than five are looked at', async () => {
    const ticket = await challengeOf(owner)
    const code = wrongCode(owner.secret)
    const outcomes = await burst(60, () => meet(ticket, code))
    expect(refusals(outcomes)).toHaveLength(60)
    const looked = refusals(outcomes).filter(code => code === 'invalid_code').length
    expect(looked).toBeGreaterThan(0)
    expect(looked).toBeLessThanOrEqual(5)
    await expect(meet(ticket, codeOf(owner.secret))).rejects.toEqual(refusing('invalid_ticket'))
  }, 120_000)

  test('a clock that is off is told the second time, and its codes never count', async () => {
    const late = () => meetChallengeOf(codeOf(owner.secret, -4))
    const meetChallengeOf = async (code: string) => meet(await challengeOf(owner), code)
    const first = await late().catch(error => error)
    expect(first).toEqual(refusing('invalid_code'))
    expect(first.details.clockOffsetSeconds).toBeUndefined()
    vi.setSystemTime(Date.now() + 30_000)
    await expect(late()).rejects.toEqual(refusing('invalid_code', { clockOffsetSeconds: -120 }))
    const other = await meetChallengeOf(codeOf(owner.secret, 9)).catch(error => error)
    expect(other.details.clockOffsetSeconds, 'off by another time').toBeUndefined()
  })
})
