import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeOf, wrongCode } from '@/e2e/support/authenticator'
import {
  challengeOf,
  forgetSteps,
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
import { mailCode } from './email-codes'
import { beginEmailCodes, confirmFactor } from './factors'
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
const _subjects = async () => (await mailTo(owner.email)).map(({ subject }) => subject)

/** Codes by e-mail in place of the authenticator app. */
async function withMailedCodes() {
  const person = await makeSignedIn()
  await beginEmailCodes(person.viewer, client)
  const recoveryCodes = await confirmFactor(person.viewer, { code: await mailedCode(person), withCodes: true }, client)
  return { ...person, recoveryCodes }
}

describe('a recovery code', () => {
  test('REC-03, REC-06 works once; the factor stays on, and the owner is told how many are left', async () => {
    const [code = '', next = ''] = owner.recoveryCodes
    await meet(await challengeOf(owner), code)
    await expect(meet(await challengeOf(owner), code)).rejects.toEqual(refusing('invalid_code'))
    await meet(await challengeOf(owner), next)
    expect(await db.secondFactor.count({ where: { userId: owner.id, confirmedAt: { not: null } } })).toBe(1)
    const told = (await mailTo(owner.email)).filter(({ subject }) => /recovery code .* was used/.test(subject))
    expect(told.map(({ text }) => /(\d+) codes are left/.exec(text)?.[1]).sort()).toEqual(['8', '9'])
    expect((await events()).filter(kind => kind === 'recovery_code_used')).toHaveLength(2)
  })

  test('REC-07 in small letters is the same code', async () => {
    const [code = ''] = owner.recoveryCodes
    await meet(await challengeOf(owner), code.toLowerCase())
    await expect(meet(await challengeOf(owner), code)).rejects.toEqual(refusing('invalid_code'))
  })

  test('REC-08 of somebody else does not count, and is not spent', async () => {
    const other = await makeProtected()
    const [code = ''] = other.recoveryCodes
    await expect(meet(await challengeOf(owner), code)).rejects.toEqual(refusing('invalid_code'))
    expect(await meet(await challengeOf(other), code)).toHaveProperty('session')
  })

  test('RAC-03 twenty times at once: one session', async () => {
    const before = await sessions()
    const ticket = await challengeOf(owner)
    const outcomes = await burst(20, () => meet(ticket, owner.recoveryCodes[0] ?? ''))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await sessions()).toBe(before + 1)
    expect(await db.recoveryCode.count({ where: { userId: owner.id, usedAt: null } })).toBe(9)
  }, 60_000)

  test('RAC-03 twenty times at once at doors without a challenge: counted once', async () => {
    const { email: identifier, password } = owner
    const otp = owner.recoveryCodes[0] ?? ''
    const outcomes = await burst(9, () => signInForTokens({ identifier, password, otp }, client))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  }, 60_000)

  test('REC-09 is not spent when the session cannot begin', async () => {
    const [code = ''] = owner.recoveryCodes
    const ticket = await challengeOf(owner)
    await db.user.update({ where: { id: owner.id }, data: { disabledAt: new Date() } })
    await expect(meet(ticket, code)).rejects.toEqual(refusing('invalid_ticket'))
    expect(await db.recoveryCode.count({ where: { userId: owner.id, usedAt: null } })).toBe(10)
    expect(await events()).not.toContain('recovery_code_used')
  })
})

describe('a mailed code', () => {
  test('counts once, and only for the challenge that it was mailed for', async () => {
    const person = await withMailedCodes()
    const older = await challengeOf(person)
    const code = await mailedCode(person)
    expect(code).toMatch(/^\d{6}$/)
    const ticket = await challengeOf(person)
    await expect(meet(older, code)).rejects.toEqual(refusing('invalid_ticket'))
    await expect(meet(ticket, code)).rejects.toEqual(refusing('invalid_code'))
    await expect(confirmIdentity(person.viewer, { code: await mailedCode(person) }, client)).rejects.toEqual(
      refusing('invalid_code'),
    )
    expect(await meet(ticket, await mailedCode(person))).toHaveProperty('session')
  })

  test('RAC-06 twenty times at once: one session', async () => {
    const person = await withMailedCodes()
    const ticket = await challengeOf(person)
    const code = await mailedCode(person)
    const before = await db.session.count({ where: { userId: person.id } })
    const outcomes = await burst(20, () => meet(ticket, code))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.session.count({ where: { userId: person.id } })).toBe(before + 1)
  })

  test('TOT-09 lives five minutes, and is kept as a keyed hash', async () => {
    const person = await withMailedCodes()
    const ticket = await challengeOf(person)
    const row = await db.emailCode.findUniqueOrThrow({ where: { userId: person.id } })
    expect(row.expiresAt.getTime() - row.sentAt.getTime()).toBe(300_000)
    expect(row.hash).toHaveLength(32)
    await db.emailCode.update({ where: { userId: person.id }, data: { expiresAt: new Date(Date.now() - 60_000) } })
    await expect(meet(ticket, await mailedCode(person))).rejects.toEqual(refusing('invalid_code'))
  })

  test('asked for twenty times at once, one mail leaves', async () => {
    const person = await makeSignedIn()
    await burst(20, () => mailCode(person.id, 'account', client))
    expect(await mailTo(person.email)).toHaveLength(1)
  })

  test('document 004: leaves at the call without one, and is good for the next', async () => {
    const person = await withMailedCodes()
    const { email: identifier, password } = person
    await expect(signInForTokens({ identifier, password }, client)).rejects.toEqual(refusing('second_factor_required'))
    const otp = await mailedCode(person)
    expect(await signInForTokens({ identifier, password, otp }, client)).toHaveProperty('refreshToken')
    await expect(signInForTokens({ identifier, password, otp }, client)).rejects.toEqual(refusing('invalid_code'))
  })
})

describe('a reset', () => {
  const newReset = (person: { id: string }) => db.$transaction(tx => issueTicket(tx, person.id, 'reset'))

  test('never goes around the second factor; asking for it spends nothing', async () => {
    const ticket = await newReset(owner)
    const password = 'another good one'
    await expect(resetPassword({ ticket, password }, client)).rejects.toEqual(refusing('second_factor_required'))
    await expect(resetPassword({ ticket, password, code: wrongCode(owner.secret) }, client)).rejects.toEqual(
      refusing('invalid_code', { triesLeft: 4 }),
    )
    await resetPassword({ ticket, password, code: codeOf(owner.secret) }, client)
    expect(await sessions()).toBe(0)
    const again = { ticket, password, code: codeOf(owner.secret, 1) }
    await expect(resetPassword(again, client)).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('with a factor proven before the new password is chosen', async () => {
    const ticket = await newReset(owner)
    const proven = await recoverWithFactor({ ticket, code: owner.recoveryCodes[0] ?? '' }, client)
    const password = 'another good one'
    await expect(resetPassword({ ticket, password }, client)).rejects.toEqual(refusing('invalid_ticket'))
    await resetPassword({ ticket: proven, password }, client)
    const answer = resetPassword({ ticket: proven, password }, client)
    await expect(answer).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('of an account without a factor asks for none, and is not spent by a code', async () => {
    const person = await makeSignedIn()
    const ticket = await newReset(person)
    await expect(recoverWithFactor({ ticket, code: '123456' }, client)).rejects.toEqual(refusing('factor_not_active'))
    await resetPassword({ ticket, password: 'another good one' }, client)
  })

  test('RAC-02 twenty with different passwords at once: one wins', async () => {
    await forgetSteps(owner)
    const person = await makeSignedIn()
    const ticket = await newReset(person)
    const outcomes = await burst(20, index => resetPassword({ ticket, password: `another good one ${index}` }, client))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(new Set(refusals(outcomes))).toEqual(new Set(['invalid_ticket']))
  }, 60_000)
})
