import { execFileSync } from 'node:child_process'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { burst, client, mailTo, makePerson, refusals } from '../../scripts/testing/people'
import { codeOf, makeProtected, middleOfStep, viewerOf } from '../../scripts/testing/phone'
import { db } from '../db'
import { meetChallenge } from './challenges'
import { beginTotp, confirmFactor, disableFactor, readFactorStatus, readPendingTotp, startEnrolment } from './factors'
import type { FailureCode } from './failures'
import { signInWithPassword } from './sign-in'
import { newTotpSecret, totpUri } from './totp'

const refusing = (code: FailureCode, details = {}) =>
  expect.objectContaining({ code, ...(Object.keys(details).length && { details: expect.objectContaining(details) }) })

const door = { transport: 'cookie', client } as const

/** Gives the right password. @returns the ticket of the challenge. */
async function firstFactor({ email, password }: { email: string; password: string }): Promise<string> {
  const result = await signInWithPassword({ identifier: email, password }, door)
  if (!('challenge' in result)) throw new Error('no second factor was asked for')
  return result.challenge.ticket
}

const meet = (ticket: string, code: string) => meetChallenge({ ticket, code }, client)

const subjects = async (email: string) => (await mailTo(email)).map(({ subject }) => subject)
const kinds = async (userId: string) => (await db.event.findMany({ where: { userId } })).map(({ kind }) => kind)

/** Lets the wait after wrong guesses pass. */
const forget = (userId: string) => db.failures.deleteMany({ where: { key: { endsWith: userId } } })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: middleOfStep() })
  return () => vi.useRealTimers()
})

describe('setting up', () => {
  test('TOT-11, decision 14: nothing is on before a right code, and asking again replaces the pending secret only', async () => {
    const person = await makePerson()
    const viewer = await viewerOf(person)
    const first = await beginTotp(viewer)
    const second = await beginTotp(viewer)
    expect(first.secret).not.toBe(second.secret)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: undefined, recoveryCodesLeft: 0 })
    expect(await signInWithPassword({ identifier: person.email, password: person.password }, door)).toHaveProperty(
      'session',
    )
    const confirm = (code: string) => confirmFactor(viewer, { code, withCodes: true }, client)
    await expect(confirm(codeOf(first.secret))).rejects.toEqual(refusing('invalid_code'))
    expect(await confirm(codeOf(second.secret))).toHaveLength(10)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: 'totp', recoveryCodesLeft: 10 })
    await expect(beginTotp(viewer)).rejects.toEqual(refusing('factor_already_active'))
    await expect(confirm(codeOf(second.secret, 1))).rejects.toEqual(refusing('factor_already_active'))
  })

  test('a reload finds the same pending secret, for an hour', async () => {
    const viewer = await viewerOf(await makePerson())
    const { secret } = await beginTotp(viewer)
    expect(await readPendingTotp(viewer)).toMatchObject({ secret })
    vi.setSystemTime(Date.now() + 3_600_001)
    expect(await readPendingTotp(viewer)).toBeUndefined()
    const confirm = confirmFactor(viewer, { code: codeOf(secret), withCodes: true }, client)
    await expect(confirm).rejects.toEqual(refusing('factor_not_pending'))
  })

  test('TOT-15: secrets of 160 random bits, and a URI that names issuer and account', () => {
    const secrets = Array.from({ length: 200 }, newTotpSecret)
    expect(new Set(secrets).size).toBe(200)
    expect(secrets.every(secret => /^[A-Z2-7]{32}$/.test(secret))).toBe(true)
    const uri = new URL(totpUri(secrets[0] ?? '', 'a:b/ü&x@example.com'))
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(uri.pathname)).toBe('/Latchkey:a:b/ü&x@example.com')
    expect(uri.searchParams.get('secret')).toBe(secrets[0])
    expect(uri.searchParams.get('issuer')).toBe('Latchkey')
  })

  test('the secret is sealed at rest, and nothing that is read later holds it', async () => {
    const { id, secret, viewer } = await makeProtected()
    const rows = await db.$queryRaw<{ row: string }[]>`
      SELECT row_to_json(f)::text AS row FROM "SecondFactor" f WHERE "userId" = ${id}::uuid`
    expect(rows[0]?.row).toContain('"sealedSecret":"v1.')
    expect(rows[0]?.row).not.toContain(secret)
    expect(JSON.stringify([await readFactorStatus(id), await readPendingTotp(viewer)])).not.toContain(secret)
  })

  test('writes an event and a mail when it is turned on and when it is turned off', async () => {
    const { id, email, secret, viewer } = await makeProtected()
    await disableFactor(viewer, codeOf(secret), client)
    expect(await kinds(id)).toEqual(expect.arrayContaining(['second_factor_enabled', 'second_factor_disabled']))
    expect(await subjects(email)).toEqual([
      'Your Latchkey account now asks for a second factor',
      'The second factor of your Latchkey account was turned off',
    ])
    expect(await readFactorStatus(id)).toMatchObject({ kind: undefined, recoveryCodesLeft: 0 })
  })

  test('codes by e-mail: a first mailed code turns them on', async () => {
    const person = await makePerson()
    const viewer = await viewerOf(person)
    await startEnrolment(viewer, 'email', client)
    const [mail] = await mailTo(person.email)
    const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? ''
    await expect(confirmFactor(viewer, { code: other(code), withCodes: true }, client)).rejects.toEqual(
      refusing('invalid_code'),
    )
    expect(await confirmFactor(viewer, { code, withCodes: true }, client)).toHaveLength(10)
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: 'email' })
  })
})

describe('codes of an authenticator app', () => {
  test('TOT-03: agree with oathtool', async () => {
    const { secret } = await makeProtected()
    const at = `@${Math.floor(Date.now() / 1000)}`
    const said = execFileSync('oathtool', ['--totp', '--base32', '--now', at, secret]).toString().trim()
    expect(codeOf(secret)).toBe(said)
  })

  test.each([
    [-1, 'invalid'],
    [0, 'good'],
    [1, 'good'],
    [-2, 'invalid'],
    [2, 'invalid'],
    [10, 'invalid'],
    [-10, 'invalid'],
  ])('TOT-04: a code %d steps off is %s', async (offset, outcome) => {
    const person = await makeProtected()
    // Setting up has used the code of the step before: it counts as used (TOT-16).
    const expected = offset === -1 ? 'code_already_used' : 'invalid_code'
    const met = meet(await firstFactor(person), codeOf(person.secret, offset))
    if (outcome === 'good') expect(await met).toHaveProperty('session')
    else await expect(met).rejects.toEqual(refusing(expected))
  })

  test('TOT-05: the challenge dies at success', async () => {
    const person = await makeProtected()
    const ticket = await firstFactor(person)
    await meet(ticket, codeOf(person.secret))
    await expect(meet(ticket, codeOf(person.secret, 1))).rejects.toEqual(refusing('invalid_ticket'))
  })

  test('TOT-06, TOT-16: a code counts once, at whatever door', async () => {
    const person = await makeProtected()
    await meet(await firstFactor(person), codeOf(person.secret))
    await expect(meet(await firstFactor(person), codeOf(person.secret))).rejects.toEqual(refusing('code_already_used'))
    await expect(disableFactor(person.viewer, codeOf(person.secret), client)).rejects.toEqual(
      refusing('code_already_used'),
    )
    await expect(disableFactor(person.viewer, codeOf(person.secret, -1), client)).rejects.toEqual(
      refusing('code_already_used'),
    )
  })

  test('TOT-07: accepted steps only move forward', async () => {
    const person = await makeProtected()
    await meet(await firstFactor(person), codeOf(person.secret, 1))
    for (const offset of [0, -1]) {
      const late = meet(await firstFactor(person), codeOf(person.secret, offset))
      await expect(late, `${offset}`).rejects.toEqual(refusing('code_already_used'))
    }
    vi.setSystemTime(Date.now() + 60_000)
    expect(await meet(await firstFactor(person), codeOf(person.secret))).toHaveProperty('session')
  })

  test('TOT-10: a challenge takes the codes of its own user alone', async () => {
    const [one, another] = [await makeProtected(), await makeProtected()]
    const ticket = await firstFactor(one)
    await expect(meet(ticket, codeOf(another.secret))).rejects.toEqual(refusing('invalid_code'))
    expect(await meet(await firstFactor(another), codeOf(another.secret))).toHaveProperty('session')
  })

  test('RAC-06: of twenty at once with one challenge and one code, one begins a session', async () => {
    const person = await makeProtected()
    const ticket = await firstFactor(person)
    const before = await db.session.count({ where: { userId: person.id } })
    const outcomes = await burst(20, () => meet(ticket, codeOf(person.secret)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.session.count({ where: { userId: person.id } })).toBe(before + 1)
    const allowed = ['code_already_used', 'invalid_ticket', 'invalid_code', 'too_many_attempts']
    expect(refusals(outcomes).filter(code => !allowed.includes(code))).toEqual([])
  })

  test('TOT-13: turning it off takes a fresh code; a recovery code does not do', async () => {
    const person = await makeProtected()
    for (const code of [other(codeOf(person.secret)), person.codes[0] ?? ''])
      await expect(disableFactor(person.viewer, code, client)).rejects.toEqual(refusing('invalid_code'))
    expect(await readFactorStatus(person.id)).toMatchObject({ kind: 'totp', recoveryCodesLeft: 10 })
    await disableFactor(person.viewer, codeOf(person.secret), client)
    await expect(disableFactor(person.viewer, codeOf(person.secret, 1), client)).rejects.toEqual(
      refusing('factor_not_active'),
    )
  })
})

describe('wrong codes', () => {
  test('TOT-08: a challenge bears five, and says how many are left', async () => {
    const person = await makeProtected()
    const ticket = await firstFactor(person)
    for (const triesLeft of [4, 3, 2, 1, 0])
      await expect(meet(ticket, other(codeOf(person.secret)))).rejects.toEqual(
        refusing('invalid_code', { ticket, triesLeft }),
      )
    await expect(meet(ticket, codeOf(person.secret))).rejects.toEqual(refusing('invalid_ticket'))
    expect(await meet(await firstFactor(person), codeOf(person.secret))).toHaveProperty('session')
  })

  test('BRU-05, BRU-12, REC-05: ten in a quarter of an hour, of every kind and over all challenges; then the right one waits', async () => {
    const person = await makeProtected()
    for (let guess = 0; guess < 10; guess++) {
      const code = guess % 2 ? 'AAAAAAAAAA' : other(codeOf(person.secret))
      const ticket = guess % 3 ? undefined : await firstFactor(person)
      const tried = ticket ? meet(ticket, code) : disableFactor(person.viewer, code, client)
      await expect(tried, `${guess}`).rejects.toEqual(refusing('invalid_code'))
    }
    const late = meet(await firstFactor(person), codeOf(person.secret))
    await expect(late).rejects.toEqual(refusing('too_many_attempts', { retryAfter: expect.any(Number) }))
    await expect(disableFactor(person.viewer, codeOf(person.secret), client)).rejects.toEqual(
      refusing('too_many_attempts'),
    )
    const told = (await subjects(person.email)).filter(subject => /guessing codes/.test(subject))
    expect(told).toHaveLength(1)
    expect((await kinds(person.id)).filter(kind => kind === 'second_factor_failed')).toHaveLength(10)
  })

  test('BRU-12: the right password alone forgets no wrong code; a whole sign-in does', async () => {
    const person = await makeProtected()
    const recent = async () => (await db.failures.findUnique({ where: { key: `factor:${person.id}` } }))?.recent ?? 0
    await expect(meet(await firstFactor(person), other(codeOf(person.secret)))).rejects.toEqual(
      refusing('invalid_code'),
    )
    await firstFactor(person)
    expect(await recent()).toBe(1)
    await meet(await firstFactor(person), codeOf(person.secret))
    expect(await recent()).toBe(0)
  })

  test('NIST SP 800-63B-4: a hundred in a row are the end of it until a day has passed', async () => {
    const person = await makeProtected()
    await db.failures.update({ where: { key: `factor:${person.id}` }, data: { recent: 0, inRow: 99 } })
    await expect(disableFactor(person.viewer, other(codeOf(person.secret)), client)).rejects.toEqual(
      refusing('invalid_code'),
    )
    const late = disableFactor(person.viewer, codeOf(person.secret), client)
    await expect(late).rejects.toEqual(refusing('too_many_attempts'))
    const row = await db.failures.findUniqueOrThrow({ where: { key: `factor:${person.id}` } })
    expect(row.resetAt.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000)
  })

  test('RAC-07: a burst of forty buys no more than the five tries of its challenge', async () => {
    const person = await makeProtected()
    const ticket = await firstFactor(person)
    const codes = refusals(await burst(40, () => meet(ticket, other(codeOf(person.secret)))))
    expect(codes.filter(code => code === 'invalid_code')).toHaveLength(5)
    expect(codes.filter(code => code === 'invalid_ticket')).toHaveLength(35)
  })

  test('a phone whose clock is off is told so at its second code, and let in with neither', async () => {
    const person = await makeProtected()
    const ticket = await firstFactor(person)
    const first = await meet(ticket, codeOf(person.secret, 4)).catch(error => error)
    expect([first.code, first.details.clockOffsetSeconds]).toEqual(['invalid_code', undefined])
    const second = await meet(ticket, codeOf(person.secret, 4)).catch(error => error)
    expect([second.code, second.details.clockOffsetSeconds]).toEqual(['invalid_code', 120])
    await forget(person.id)
    const third = await meet(ticket, codeOf(person.secret, 11)).catch(error => error)
    expect([third.code, third.details.clockOffsetSeconds]).toEqual(['invalid_code', undefined])
  })
})

/** A code of six digits that is none of the steps that count. */
function other(code: string): string {
  return String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')
}
