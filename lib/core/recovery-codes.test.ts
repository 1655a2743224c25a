import { beforeEach, expect, test, vi } from 'vitest'
import { burst, client, mailTo, makePerson } from '../../scripts/testing/people'
import { makeProtected, middleOfStep, type Protected, viewerOf } from '../../scripts/testing/phone'
import { db } from '../db'
import { meetChallenge, recoverWithFactor } from './challenges'
import {
  confirmFactor,
  readFactorStatus,
  regenerateRecoveryCodes,
  rehearseRecoveryCode,
  startEnrolment,
} from './factors'
import { drawRecoveryCodes } from './recovery-codes'
import { signInWithPassword } from './sign-in'

const door = { transport: 'cookie', client } as const

async function meetWith({ email, password }: Protected, code: string) {
  const result = await signInWithPassword({ identifier: email, password }, door)
  if (!('challenge' in result)) throw new Error('no second factor was asked for')
  return meetChallenge({ ticket: result.challenge.ticket, code }, client)
}

const left = async (userId: string) => (await readFactorStatus(userId)).recoveryCodesLeft

let person: Protected
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: middleOfStep() })
  person = await makeProtected()
  return () => vi.useRealTimers()
})

test('REC-01, decision 15: ten codes of ten base32 characters, 50 bits each, never the same', async () => {
  const sets = await Promise.all(Array.from({ length: 3 }, drawRecoveryCodes))
  const codes = [...person.codes, ...sets.flatMap(set => set.codes)]
  expect(new Set(codes).size).toBe(40)
  expect(codes.filter(code => !/^[A-Z2-7]{10}$/.test(code))).toEqual([])
})

test('REC-02: kept as Argon2id, and no code as it is', async () => {
  const rows = await db.$queryRaw<{ row: string }[]>`
    SELECT row_to_json(r)::text AS row FROM "RecoveryCode" r WHERE "userId" = ${person.id}::uuid`
  expect(rows).toHaveLength(10)
  for (const { row } of rows) {
    expect(row).toMatch(/"hash":"\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(person.codes.filter(code => row.includes(code))).toEqual([])
  }
})

test('REC-03, REC-06: each works once, the others go on, the factor stays on, and the owner is told how many are left', async () => {
  const [first = '', second = ''] = person.codes
  expect(await meetWith(person, first)).toHaveProperty('session')
  await expect(meetWith(person, first)).rejects.toMatchObject({ code: 'invalid_code' })
  expect(await meetWith(person, second)).toHaveProperty('session')
  expect(await readFactorStatus(person.id)).toMatchObject({ kind: 'totp', recoveryCodesLeft: 8 })
  const told = (await mailTo(person.email)).filter(({ subject }) => /recovery code .* was used/.test(subject))
  expect(told.map(({ text }) => /(\d+) codes are left/.exec(text)?.[1])).toEqual(['9', '8'])
})

test('REC-07: lower case is the same code', async () => {
  expect(await meetWith(person, (person.codes[0] ?? '').toLowerCase())).toHaveProperty('session')
  expect(await left(person.id)).toBe(9)
})

test('REC-08: a code of somebody else is wrong, and not spent', async () => {
  const another = await makeProtected()
  await expect(meetWith(person, another.codes[0] ?? '')).rejects.toMatchObject({ code: 'invalid_code' })
  expect(await left(another.id)).toBe(10)
  expect(await meetWith(another, another.codes[0] ?? '')).toHaveProperty('session')
})

test('RAC-03: of twenty at once with one code, one begins a session', async () => {
  const before = await db.session.count({ where: { userId: person.id } })
  const result = await signInWithPassword({ identifier: person.email, password: person.password }, door)
  const ticket = 'challenge' in result ? result.challenge.ticket : ''
  const outcomes = await burst(20, () => meetChallenge({ ticket, code: person.codes[0] ?? '' }, client))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.session.count({ where: { userId: person.id } })).toBe(before + 1)
  expect(await left(person.id)).toBe(9)
})

test('REC-04: a new set kills the old one, and takes a proof that is no older than a quarter of an hour', async () => {
  const stale = { ...person.viewer, authenticatedAt: new Date(Date.now() - 901_000) }
  await expect(regenerateRecoveryCodes(stale, client)).rejects.toMatchObject({
    code: 'reauthentication_required',
    details: { methods: ['code'] },
  })
  const fresh = await regenerateRecoveryCodes(person.viewer, client)
  await expect(meetWith(person, person.codes[0] ?? '')).rejects.toMatchObject({ code: 'invalid_code' })
  expect(await meetWith(person, fresh[0] ?? '')).toHaveProperty('session')
})

test('a code can be rehearsed without being spent', async () => {
  const [code = ''] = person.codes
  await rehearseRecoveryCode(person.viewer, code.toLowerCase(), client)
  expect(await left(person.id)).toBe(10)
  expect(await meetWith(person, code)).toHaveProperty('session')
  await expect(rehearseRecoveryCode(person.viewer, code, client)).rejects.toMatchObject({ code: 'invalid_code' })
})

test('decision 17: a code turns a challenge into a ticket for a new password, once', async () => {
  const result = await signInWithPassword({ identifier: person.email, password: person.password }, door)
  const ticket = 'challenge' in result ? result.challenge.ticket : ''
  expect(await recoverWithFactor({ ticket, code: person.codes[0] ?? '' }, client)).toMatch(/^[0-9a-f-]{36}$/)
  const again = recoverWithFactor({ ticket, code: person.codes[1] ?? '' }, client)
  await expect(again).rejects.toMatchObject({ code: 'invalid_ticket' })
  expect(await left(person.id)).toBe(9)
})

test('a mailed code is good for its own challenge, five minutes, once', async () => {
  const somebody = await makePerson()
  const viewer = await viewerOf(somebody)
  await startEnrolment(viewer, 'email', client)
  const seen = new Set<string>()
  const newest = async () => {
    const codes = (await mailTo(somebody.email)).flatMap(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? [])
    const fresh = codes.find(code => !seen.has(code)) ?? ''
    seen.add(fresh)
    return fresh
  }
  await confirmFactor(viewer, { code: await newest(), withCodes: true }, client)
  const signIn = () => signInWithPassword({ identifier: somebody.email, password: somebody.password }, door)
  const first = await signIn()
  const stale = await newest()
  const second = await signIn()
  if (!('challenge' in first) || !('challenge' in second)) throw new Error('no second factor was asked for')
  expect(second.challenge.factor).toBe('email')
  const meet = (ticket: string, code: string) => meetChallenge({ ticket, code }, client)
  await expect(meet(first.challenge.ticket, stale), 'a newer challenge replaces the older').rejects.toMatchObject({
    code: 'invalid_ticket',
  })
  await expect(meet(second.challenge.ticket, stale), 'the code of another challenge').rejects.toMatchObject({
    code: 'invalid_code',
  })
  const code = await newest()
  const outcomes = await burst(20, () => meet(second.challenge.ticket, code))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const third = await signIn()
  const late = await newest()
  await db.emailCode.updateMany({ where: { userId: somebody.id }, data: { expiresAt: new Date(0) } })
  const ticket = 'challenge' in third ? third.challenge.ticket : ''
  await expect(meet(ticket, late)).rejects.toMatchObject({ code: 'invalid_code' })
})
