import { beforeEach, expect, test } from 'vitest'
import { burst, client, mailTo, makePerson, makeSession, type Person, refusals } from '../../scripts/testing/people'
import { db } from '../db'
import { continueSession, GRACE_SECONDS } from './refresh'
import { findViewer, type Session } from './sessions'

const BURST = 20

let owner: Person
let session: Session
beforeEach(async () => {
  owner = await makePerson()
  session = await makeSession(owner)
})

const rotate = (refreshToken: string) => continueSession(refreshToken, { transport: 'cookie', rotate: true, client })
const outliveGrace = () => db.$executeRaw`
  UPDATE "Session" SET "rotatedAt" = ARRAY[now() - make_interval(secs => ${GRACE_SECONDS + 1})]
  WHERE "userId" = ${owner.id}::uuid`
const generation = async () => (await db.session.findUnique({ where: { id: session.sessionId } }))?.generation

test('RAC-05: twenty refreshes of one session at once rotate it once, and all are given the same successor', async () => {
  const outcomes = await burst(BURST, () => rotate(session.refreshToken))
  expect(refusals(outcomes)).toEqual([])
  expect(await generation()).toBe(1)
  const successors = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(new Set(successors.map(({ sessionId }) => sessionId))).toEqual(new Set([session.sessionId]))
  for (const { accessToken } of successors) expect(await findViewer(accessToken)).toMatchObject({ userId: owner.id })
  await burst(BURST, index => rotate(successors[index]?.refreshToken ?? ''))
  expect(await generation()).toBe(2)
})

test('SES-05: a stolen token gains nothing by coming together with the good one, whichever is read first', async () => {
  const families = await Promise.all(Array.from({ length: BURST }, () => makeSession(owner)))
  const goodOnes = await Promise.all(
    families.map(async ({ refreshToken }) => (await rotate(refreshToken)).refreshToken),
  )
  await outliveGrace()
  const pairs = families.flatMap(({ refreshToken }, index) => [goodOnes[index] ?? '', refreshToken])
  const outcomes = await burst(2 * BURST, index => rotate(pairs[index] ?? ''))
  const good = outcomes.filter((_, index) => index % 2 === 0)
  const stolen = outcomes.filter((_, index) => index % 2 === 1)
  expect(refusals(stolen)).toEqual(Array(BURST).fill('invalid_refresh_token'))
  expect(
    good.some(({ status }) => status === 'fulfilled'),
    'some did come together',
  ).toBe(true)
  for (const refusal of refusals(good)) expect(refusal).toBe('invalid_refresh_token')
  expect(await db.session.count({ where: { id: { in: families.map(({ sessionId }) => sessionId) } } })).toBe(0)
})

test('SES-05: a rotated-out token that comes back twenty times after its grace ends the session, and is told once', async () => {
  const successor = await rotate(session.refreshToken)
  await outliveGrace()
  const outcomes = await burst(BURST, () => rotate(session.refreshToken))
  expect(refusals(outcomes)).toEqual(Array(BURST).fill('invalid_refresh_token'))
  expect(await generation()).toBeUndefined()
  expect(await db.event.count({ where: { userId: owner.id, kind: 'refresh_token_reused' } })).toBe(1)
  expect(await mailTo(owner.email)).toHaveLength(1)
  await expect(rotate(successor.refreshToken)).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})
