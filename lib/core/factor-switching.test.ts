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
  signedIn,
} from '../../scripts/testing/factors'
import { burst, client, mailTo, type Person } from '../../scripts/testing/people'
import { unseal } from '../crypto'
import { db } from '../db'
import { meetChallenge } from './challenges'
import { changePassword } from './credentials'
import { secretContext } from './factor-proof'
import {
  beginEmailCodes,
  beginTotp,
  confirmFactor,
  disableFactor,
  readFactorStatus,
  readPendingTotp,
  regenerateRecoveryCodes,
  rehearseRecoveryCode,
} from './factors'
import type { FailureCode } from './failures'
import { standingSession, type Viewer } from './sessions'
import { completeSignIn, signInWithPassword } from './sign-in'
import { confirmIdentity } from './step-up'

const refusing = (code: FailureCode) => expect.objectContaining({ code })

let person: Person & { viewer: Viewer }
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: middleOfStep() })
  person = await makeSignedIn()
})
afterEach(() => void vi.useRealTimers())

const confirm = (code: string, wishes: { withCodes?: boolean; endOthers?: boolean } = {}) =>
  confirmFactor(person.viewer, { code, withCodes: true, ...wishes }, client)
const events = async (who: { id: string }) =>
  (await db.event.findMany({ where: { userId: who.id } })).map(({ kind }) => kind)
const subjects = async (who: { email: string }) => (await mailTo(who.email)).map(({ subject }) => subject)
const longAgo = (viewer: Viewer): Viewer => ({ ...viewer, authenticatedAt: new Date(Date.now() - 901_000) })

describe('setting up', () => {
  test('TOT-11 nothing is on before a valid code, and the status says what is pending', async () => {
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: undefined, pendingKind: undefined })
    const { secret } = await beginTotp(person.viewer)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: undefined, pendingKind: 'totp' })
    await expect(confirm(wrongCode(secret))).rejects.toEqual(refusing('invalid_code'))
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: undefined, pendingKind: 'totp' })
    const door = { transport: 'cookie', client, method: 'password' } as const
    expect(await completeSignIn(person.id, door)).toHaveProperty('session')
  })

  test('TOT-11 a second beginning replaces the pending secret', async () => {
    const first = await beginTotp(person.viewer)
    const second = await beginTotp(person.viewer)
    expect(await readPendingTotp(person.viewer)).toEqual(second)
    await expect(confirm(codeOf(first.secret))).rejects.toEqual(refusing('invalid_code'))
    expect(await confirm(codeOf(second.secret))).toHaveLength(10)
  })

  test('TOT-11 what is on is neither replaced nor set up again', async () => {
    const owner = await makeProtected()
    const refused = refusing('factor_already_active')
    await expect(beginTotp(owner.viewer)).rejects.toEqual(refused)
    await expect(beginEmailCodes(owner.viewer, client)).rejects.toEqual(refused)
    const again = { code: codeOf(owner.secret), withCodes: true }
    await expect(confirmFactor(owner.viewer, again, client)).rejects.toEqual(refused)
    expect(await readFactorStatus(owner.id)).toMatchObject({ kind: 'totp', pendingKind: undefined })
  })

  test('without a beginning, or an hour after it, there is nothing to confirm', async () => {
    await expect(confirm('123456')).rejects.toEqual(refusing('factor_not_pending'))
    const { secret } = await beginTotp(person.viewer)
    await db.secondFactor.update({
      where: { userId: person.id },
      data: { pendingAt: new Date(Date.now() - 3_601_000) },
    })
    await expect(confirm(codeOf(secret))).rejects.toEqual(refusing('factor_not_pending'))
    expect(await readPendingTotp(person.viewer)).toBeUndefined()
    expect(await readFactorStatus(person.id)).toMatchObject({ pendingKind: undefined })
  })

  test('the secret is sealed at rest, pending and live, and bound to its owner', async () => {
    const { secret } = await beginTotp(person.viewer)
    const pending = await db.secondFactor.findUniqueOrThrow({ where: { userId: person.id } })
    expect(pending).toMatchObject({ sealedSecret: null, kind: null, confirmedAt: null })
    await confirm(codeOf(secret))
    const live = await db.secondFactor.findUniqueOrThrow({ where: { userId: person.id } })
    expect(live).toMatchObject({ pendingSecret: null, pendingKind: null, sealedSecret: pending.pendingSecret })
    expect(live.sealedSecret).toMatch(/^v1\./)
    expect(JSON.stringify([pending, live])).not.toContain(secret)
    expect(unseal(live.sealedSecret ?? '', secretContext(person.id)).toString()).toBe(secret)
    expect(() => unseal(live.sealedSecret ?? '', secretContext('somebody else'))).toThrow()
  })

  test('TOT-16 the first code counts as used', async () => {
    const { secret } = await beginTotp(person.viewer)
    await confirm(codeOf(secret))
    const meet = async (code: string) => meetChallenge({ ticket: await challengeOf(person), code }, client)
    await expect(meet(codeOf(secret))).rejects.toEqual(refusing('code_already_used'))
    expect(await meet(codeOf(secret, 1))).toHaveProperty('session')
  })

  test('is written into the history and mailed', async () => {
    const { secret } = await beginTotp(person.viewer)
    await confirm(codeOf(secret))
    expect(await events(person)).toContain('second_factor_enabled')
    expect(await subjects(person)).toHaveLength(1)
  })

  test('a phone whose clock is off is told of it at the second code, and nothing is on', async () => {
    const { secret } = await beginTotp(person.viewer)
    const first = await confirm(codeOf(secret, 6)).catch(error => error)
    expect(first).toEqual(refusing('invalid_code'))
    expect(first.details.clockOffsetSeconds).toBeUndefined()
    vi.setSystemTime(Date.now() + 30_000)
    const second = await confirm(codeOf(secret, 6)).catch(error => error)
    expect(second.details.clockOffsetSeconds).toBe(180)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: undefined, pendingKind: 'totp' })
  })

  test('twenty confirmations at once: one set of codes', async () => {
    const { secret } = await beginTotp(person.viewer)
    const outcomes = await burst(20, () => confirm(codeOf(secret)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.recoveryCode.count({ where: { userId: person.id } })).toBe(10)
  }, 120_000)

  test('wrong first codes are counted, and the owner is told when patience ends', async () => {
    const { secret } = await beginTotp(person.viewer)
    for (let count = 0; count < 10; count++)
      await expect(confirm(wrongCode(secret))).rejects.toEqual(refusing('invalid_code'))
    await expect(confirm(codeOf(secret))).rejects.toEqual(refusing('too_many_attempts'))
    expect(await events(person)).toContain('second_factor_locked')
    expect(await subjects(person)).toHaveLength(1)
  }, 60_000)

  test('codes by e-mail: on with the code that was mailed, which is then used', async () => {
    await beginEmailCodes(person.viewer, client)
    const code = await mailedCode(person)
    await expect(confirm(code === '000000' ? '000001' : '000000')).rejects.toEqual(refusing('invalid_code'))
    expect(await confirm(code)).toHaveLength(10)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: 'email', recoveryCodesLeft: 10 })
    await expect(confirmIdentity(person.viewer, { code }, client)).rejects.toEqual(refusing('invalid_code'))
  })
})

describe('other sessions, when a factor is turned on', () => {
  test('TOT-17 go on, but must prove the factor before a sensitive act', async () => {
    const other = await signedIn(person)
    const { secret } = await beginTotp(person.viewer)
    await confirm(codeOf(secret))
    const viewer = await standingSession(other.sessionId, person.id)
    if (!viewer) throw new Error('the other session ended')
    const change = { current: person.password, password: 'another good one', endOthers: false }
    await expect(changePassword(viewer, change, client)).rejects.toEqual(refusing('reauthentication_required'))
    await expect(regenerateRecoveryCodes(viewer, client)).rejects.toMatchObject({
      code: 'reauthentication_required',
      details: { methods: ['code'] },
    })
    const mine = await standingSession(person.viewer.sessionId, person.id)
    expect(mine && (await regenerateRecoveryCodes(mine, client))).toHaveLength(10)
  })

  test('end when that is wanted; and so when it is turned off', async () => {
    await signedIn(person)
    const { secret } = await beginTotp(person.viewer)
    await confirm(codeOf(secret), { endOthers: true })
    const standing = () => db.session.findMany({ where: { userId: person.id }, select: { id: true } })
    expect(await standing()).toEqual([{ id: person.viewer.sessionId }])
    await meetChallenge({ ticket: await challengeOf(person), code: codeOf(secret, 1) }, client)
    expect(await standing()).toHaveLength(2)
    await forgetSteps(person)
    await disableFactor(person.viewer, codeOf(secret), client, { endOthers: true })
    expect(await standing()).toEqual([{ id: person.viewer.sessionId }])
  })
})

describe('turning off', () => {
  let owner: Protected
  beforeEach(async () => {
    owner = await makeProtected()
  })

  test('TOT-13 needs a code of the factor: no wrong one, and no recovery code', async () => {
    for (const code of [wrongCode(owner.secret), owner.recoveryCodes[0] ?? ''])
      await expect(disableFactor(owner.viewer, code, client)).rejects.toEqual(refusing('invalid_code'))
    expect(await readFactorStatus(owner.id)).toMatchObject({ kind: 'totp', recoveryCodesLeft: 10 })
  })

  test('erases secret, codes, challenges and remembered browsers, with an event and a mail', async () => {
    const ticket = await challengeOf(owner)
    const met = await meetChallenge({ ticket, code: codeOf(owner.secret, -1), remember: true }, client)
    expect(met.trusted).toBeDefined()
    await challengeOf(owner)
    await disableFactor(owner.viewer, codeOf(owner.secret), client)
    const where = { userId: owner.id }
    expect(await db.secondFactor.count({ where })).toBe(0)
    expect(await db.recoveryCode.count({ where })).toBe(0)
    expect(await db.trustedDevice.count({ where })).toBe(0)
    expect(await db.ticket.count({ where })).toBe(0)
    expect(await events(owner)).toContain('second_factor_disabled')
    expect(await subjects(owner)).toHaveLength(2)
    const again = disableFactor(owner.viewer, codeOf(owner.secret, 1), client)
    await expect(again).rejects.toEqual(refusing('factor_not_active'))
  })

  test('RAC-08 turning off, on and signing in at once ends in one of the two states', async () => {
    const ticket = await challengeOf(owner)
    await burst(20, async index => {
      if (index % 3 === 0) return disableFactor(owner.viewer, codeOf(owner.secret), client)
      if (index % 3 === 1) return meetChallenge({ ticket, code: codeOf(owner.secret, 1) }, client)
      const { secret } = await beginTotp(owner.viewer)
      return confirmFactor(owner.viewer, { code: codeOf(secret), withCodes: false }, client)
    })
    const row = await db.secondFactor.findUnique({ where: { userId: owner.id } })
    if (row?.confirmedAt) expect(row).toMatchObject({ kind: 'totp', sealedSecret: expect.stringMatching(/^v1\./) })
    const identifier = owner.email
    const door = { transport: 'cookie', client } as const
    const result = await signInWithPassword({ identifier, password: owner.password }, door)
    expect(Object.keys(result)).toEqual([row?.confirmedAt ? 'challenge' : 'session'])
  }, 60_000)
})

describe('recovery codes', () => {
  let owner: Protected
  beforeEach(async () => {
    owner = await makeProtected()
  })

  test('REC-01, REC-02 ten of fifty bits each, kept only as Argon2id', async () => {
    expect(owner.recoveryCodes).toHaveLength(10)
    for (const code of owner.recoveryCodes) expect(code).toMatch(/^[A-Z2-7]{10}$/)
    const rows = await db.recoveryCode.findMany({ where: { userId: owner.id } })
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    for (const code of owner.recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code)
  })

  test('REC-01 of twenty sets no code comes twice', async () => {
    const all = [...owner.recoveryCodes]
    for (let count = 0; count < 19; count++) all.push(...(await regenerateRecoveryCodes(owner.viewer, client)))
    expect(new Set(all).size).toBe(200)
  }, 120_000)

  test('REC-04 a new set needs a fresh proof and kills the old one', async () => {
    await expect(regenerateRecoveryCodes(longAgo(owner.viewer), client)).rejects.toMatchObject({
      code: 'reauthentication_required',
      details: { methods: ['code'] },
    })
    const fresh = await regenerateRecoveryCodes(owner.viewer, client)
    for (const code of owner.recoveryCodes.slice(0, 2))
      await expect(rehearseRecoveryCode(owner.viewer, code, client)).rejects.toEqual(refusing('invalid_code'))
    await rehearseRecoveryCode(owner.viewer, fresh[0] ?? '', client)
    expect(await events(owner)).toContain('recovery_codes_regenerated')
    expect(await subjects(owner)).toHaveLength(2)
    const without = regenerateRecoveryCodes(person.viewer, client)
    await expect(without).rejects.toEqual(refusing('factor_not_active'))
  })

  test('can be rehearsed without being spent; wrong ones count as guesses', async () => {
    const [code = ''] = owner.recoveryCodes
    for (let count = 0; count < 3; count++) await rehearseRecoveryCode(owner.viewer, code, client)
    expect((await readFactorStatus(owner.id)).recoveryCodesLeft).toBe(10)
    for (let count = 0; count < 10; count++)
      await expect(rehearseRecoveryCode(owner.viewer, 'AAAAAAAAAA', client)).rejects.toEqual(refusing('invalid_code'))
    await expect(rehearseRecoveryCode(owner.viewer, code, client)).rejects.toEqual(refusing('too_many_attempts'))
    expect(await events(owner)).toContain('second_factor_locked')
  })
})
