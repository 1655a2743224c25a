import { beforeEach, describe, expect, test } from 'vitest'
import { burst, client, mailTo, refusals } from '../../scripts/testing/people'
import { bring, inventNumber, link, longAgo, makeOwner, type Owner } from '../../scripts/testing/students'
import { db } from '../db'
import type { FailureCode } from './failures'
import {
  confirmIdentityWithIntra,
  linkIntra,
  linkNewcomer,
  readConnections,
  signInWithIntra,
  unlinkIntra,
  whoSetsOut,
} from './intra'
import { openSealed, spendSealed } from './sealed-tokens'
import type { Session } from './sessions'

Object.assign(process.env, { INTRA_CLIENT_ID: 'id', INTRA_CLIENT_SECRET: 'secret' })

const door = { transport: 'cookie', client } as const
const fromBrowser = { isProgram: false, client }

const refusing = (code: FailureCode) => expect.objectContaining({ code })
const accounts = (userId: string) => db.account.findMany({ where: { userId } })
const subjects = async (email: string) => (await mailTo(email)).map(({ subject }) => subject)
const events = async (userId: string) =>
  (await db.event.findMany({ where: { userId }, orderBy: { at: 'asc' } })).map(({ kind }) => kind)

let owner: Owner
let id: string
beforeEach(async () => {
  owner = await makeOwner()
  id = inventNumber()
})

describe('signing in', () => {
  test('signed out, linked: a session, by the method intra', async () => {
    await link(owner, id)
    const result = await signInWithIntra(await bring('login', { id }), door)
    expect(result).toMatchObject({ session: { userId: owner.id } })
    const { sessionId } = (result as { session: Session }).session
    expect(await db.session.findUnique({ where: { id: sessionId } })).toMatchObject({ method: 'intra' })
  })

  test('OAU-24 signed out, linked, with a second factor: a challenge and no session', async () => {
    await link(owner, id)
    await db.secondFactor.create({
      data: { userId: owner.id, kind: 'totp', sealedSecret: 'x', confirmedAt: new Date() },
    })
    const before = await db.session.count({ where: { userId: owner.id } })
    const result = await signInWithIntra(await bring('login', { id }), door)
    expect(result).toMatchObject({ challenge: { factor: 'totp' } })
    expect(await db.session.count({ where: { userId: owner.id } })).toBe(before)
  })

  test('OAU-12 signed out, not linked: a newcomer, also when the address belongs to an account', async () => {
    const result = await signInWithIntra(await bring('login', { id, email: owner.email }), door)
    expect(Object.keys(result)).toEqual(['newcomer'])
    expect(await accounts(owner.id)).toEqual([])
  })

  test('OAU-11 the number decides, whatever the address says', async () => {
    const other = await makeOwner()
    await link(owner, id)
    const result = await signInWithIntra(await bring('login', { id, email: other.email }), door)
    expect(result).toMatchObject({ session: { userId: owner.id } })
  })

  test('a disabled account stays shut', async () => {
    await link(owner, id)
    await db.user.update({ where: { id: owner.id }, data: { disabledAt: new Date() } })
    await expect(signInWithIntra(await bring('login', { id }), door)).rejects.toEqual(refusing('account_disabled'))
  })

  test('TKT-14 an account that is not activated stays shut', async () => {
    await link(owner, id)
    await db.user.update({ where: { id: owner.id }, data: { activatedAt: null } })
    await expect(signInWithIntra(await bring('login', { id }), door)).rejects.toEqual(refusing('account_not_activated'))
  })

  test('OAU-21 what a visit brought back is good once, also for twenty at a time', async () => {
    await link(owner, id)
    const exchange = await bring('login', { id })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => signInWithIntra(exchange, door)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusing('invalid_exchange'))
  })

  test('OAU-21 asking for a second factor uses it up as well', async () => {
    await link(owner, id)
    await db.secondFactor.create({
      data: { userId: owner.id, kind: 'totp', sealedSecret: 'x', confirmedAt: new Date() },
    })
    const exchange = await bring('login', { id })
    await signInWithIntra(exchange, door)
    await expect(signInWithIntra(exchange, door)).rejects.toEqual(refusing('invalid_exchange'))
  })

  test.each([undefined, '', 'forged'])('missing or forged: %j', async exchange => {
    await expect(signInWithIntra(exchange, door)).rejects.toEqual(refusing('invalid_exchange'))
  })
})

describe('linking', () => {
  test('signed in, number free: linked, with an event and a mail', async () => {
    await link(owner, id)
    expect(await accounts(owner.id)).toMatchObject([{ provider: '42-school', providerAccountId: id, label: 'marvin' }])
    expect(await events(owner.id)).toContain('intra_linked')
    expect(await subjects(owner.email)).toEqual(['A 42 account was linked to your Latchkey account'])
    expect(await readConnections(owner.id)).toEqual({ isConfigured: true, linkedAt: expect.any(Date), login: 'marvin' })
  })

  test('OAU-15 signed in, number linked to somebody else: refused, nothing changes, nobody is told', async () => {
    const other = await makeOwner()
    await link(owner, id)
    await expect(link(other, id)).rejects.toEqual(refusing('already_linked'))
    expect(await accounts(other.id)).toEqual([])
    expect(await events(other.id)).not.toContain('intra_linked')
    expect(await subjects(other.email)).toEqual([])
  })

  test('OAU-15 signed in, the same number or another one linked already: refused in the same words', async () => {
    await link(owner, id)
    await expect(link(owner, id)).rejects.toEqual(refusing('already_linked'))
    await expect(link(owner, inventNumber())).rejects.toEqual(refusing('already_linked'))
    expect(await accounts(owner.id)).toMatchObject([{ providerAccountId: id }])
  })

  test('of two users who link one number at a time one does', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => makeOwner()))
    const outcomes = await Promise.allSettled(others.map(other => link(other, id)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.account.count({ where: { providerAccountId: id } })).toBe(1)
  })

  test('step-up: an old proof is not enough, and nothing is used up', async () => {
    const exchange = await bring('link', { id, startedBy: owner.id })
    const stale = linkIntra(longAgo(owner), exchange, fromBrowser)
    await expect(stale).rejects.toMatchObject({ code: 'reauthentication_required', details: { methods: ['password'] } })
    await linkIntra(owner.viewer, exchange, fromBrowser)
    expect(await accounts(owner.id)).toHaveLength(1)
  })

  test('OAU-14 only for the user who set out', async () => {
    const other = await makeOwner()
    const exchange = await bring('link', { id, startedBy: owner.id })
    await expect(linkIntra(other.viewer, exchange, fromBrowser)).rejects.toEqual(refusing('invalid_exchange'))
    const program = linkIntra(other.viewer, await bring('link', { id, startedBy: owner.id }), {
      isProgram: true,
      client,
    })
    await expect(program).rejects.toEqual(refusing('invalid_exchange'))
    expect(await db.account.count({ where: { providerAccountId: id } })).toBe(0)
  })

  test('a visit that nobody known began: a program may finish it, a browser may not', async () => {
    const planted = linkIntra(owner.viewer, await bring('link', { id }), fromBrowser)
    await expect(planted).rejects.toEqual(refusing('invalid_exchange'))
    await linkIntra(owner.viewer, await bring('link', { id }), { isProgram: true, client })
    expect(await accounts(owner.id)).toHaveLength(1)
  })

  test('OAU-10 a sign-in does not link, a link does not sign in', async () => {
    const login = linkIntra(owner.viewer, await bring('login', { id, startedBy: owner.id }), fromBrowser)
    await expect(login).rejects.toEqual(refusing('invalid_exchange'))
    await link(owner, id)
    await expect(signInWithIntra(await bring('link', { id }), door)).rejects.toEqual(refusing('invalid_exchange'))
  })

  test('who sets out is known by the access token, else by the refresh cookie', async () => {
    const { accessToken, refreshToken } = owner.session
    expect(await whoSetsOut('link', { accessToken, refreshToken: undefined })).toBe(owner.id)
    expect(await whoSetsOut('link', { accessToken: undefined, refreshToken })).toBe(owner.id)
    expect(await whoSetsOut('link', { accessToken: undefined, refreshToken: 'x' })).toBeNull()
    expect(await whoSetsOut('login', { accessToken: 'x', refreshToken })).toBeNull()
    const bad = whoSetsOut('link', { accessToken: 'x', refreshToken })
    await expect(bad).rejects.toEqual(refusing('invalid_token'))
  })
})

describe('signing in and linking', () => {
  const newcomer = async (at: string) => {
    const result = await signInWithIntra(await bring('login', { id: at }), door)
    return 'newcomer' in result ? result.newcomer.value : ''
  }

  test('links after a sign-in that came later, once', async () => {
    const token = await newcomer(id)
    const later = await makeOwner()
    await linkNewcomer(later.viewer, token, client)
    expect(await accounts(later.id)).toMatchObject([{ providerAccountId: id }])
    expect(await subjects(later.email)).toHaveLength(1)
    const again = linkNewcomer((await makeOwner()).viewer, token, client)
    await expect(again).rejects.toEqual(refusing('already_linked'))
    await unlinkIntra(later.viewer, client)
    await expect(linkNewcomer(later.viewer, token, client)).rejects.toEqual(refusing('invalid_exchange'))
  })

  test('a session that is older than the visit must be confirmed first', async () => {
    const token = await newcomer(id)
    const before = { ...owner.viewer, authenticatedAt: new Date(Date.now() - 5000) }
    await expect(linkNewcomer(before, token, client)).rejects.toEqual(refusing('reauthentication_required'))
    expect(await accounts(owner.id)).toEqual([])
  })

  test('what a visit brought back is not what a newcomer keeps, and the other way round', async () => {
    const exchange = await bring('login', { id })
    await expect(linkNewcomer(owner.viewer, exchange, client)).rejects.toEqual(refusing('invalid_exchange'))
    const token = await newcomer(id)
    await expect(signInWithIntra(token, door)).rejects.toEqual(refusing('invalid_exchange'))
  })
})

describe('unlinking', () => {
  test('OAU-16 with a password: unlinked, event and mail, and 42 opens the account no more', async () => {
    await link(owner, id)
    await unlinkIntra(owner.viewer, client)
    expect(await accounts(owner.id)).toEqual([])
    expect(await events(owner.id)).toContain('intra_unlinked')
    expect(await subjects(owner.email)).toContain('Your 42 account was unlinked from Latchkey')
    expect(Object.keys(await signInWithIntra(await bring('login', { id }), door))).toEqual(['newcomer'])
  })

  test('OAU-16, RAC-12 the last way in stays, also in a burst', async () => {
    await link(owner, id)
    await db.user.update({ where: { id: owner.id }, data: { passwordHash: null } })
    const outcomes = await burst(20, () => unlinkIntra(owner.viewer, client))
    expect(refusals(outcomes)).toEqual(Array(20).fill('last_sign_in_method'))
    expect(await accounts(owner.id)).toHaveLength(1)
  })

  test('nothing is linked', async () => {
    await expect(unlinkIntra(owner.viewer, client)).rejects.toEqual(refusing('not_linked'))
  })

  test('OAU-16 step-up: an old proof is not enough', async () => {
    await link(owner, id)
    await expect(unlinkIntra(longAgo(owner), client)).rejects.toEqual(refusing('reauthentication_required'))
    expect(await accounts(owner.id)).toHaveLength(1)
  })
})

describe('proving by a visit to 42 that it is the owner', () => {
  const withoutPassword = async () => {
    await link(owner, id)
    await db.user.update({ where: { id: owner.id }, data: { passwordHash: null } })
    await db.session.update({ where: { id: owner.viewer.sessionId }, data: { authenticatedAt: new Date(0) } })
  }
  const provenAt = async () =>
    (await db.session.findUniqueOrThrow({ where: { id: owner.viewer.sessionId } })).authenticatedAt.getTime()

  test('an account without a password is told to use 42, and step-up is met afterwards', async () => {
    await withoutPassword()
    const stale = unlinkIntra(longAgo(owner), client)
    await expect(stale).rejects.toMatchObject({ details: { methods: ['intra'] } })
    await confirmIdentityWithIntra(owner.viewer, await bring('login', { id }), client)
    expect(Date.now() - (await provenAt())).toBeLessThan(5000)
    expect(await events(owner.id)).toContain('identity_confirmed')
  })

  test('another 42 account proves nothing', async () => {
    await withoutPassword()
    const other = await makeOwner()
    const otherId = inventNumber()
    await link(other, otherId)
    for (const wrong of [otherId, inventNumber()]) {
      const attempt = confirmIdentityWithIntra(owner.viewer, await bring('login', { id: wrong }), client)
      await expect(attempt).rejects.toEqual(refusing('wrong_intra_account'))
    }
    expect(await provenAt()).toBe(0)
  })

  test('an account with a password, or with a second factor, uses that', async () => {
    await link(owner, id)
    const exchange = await bring('login', { id })
    const attempt = () => confirmIdentityWithIntra(owner.viewer, exchange, client)
    await expect(attempt()).rejects.toMatchObject({ details: { methods: ['password'] } })
    await db.user.update({ where: { id: owner.id }, data: { passwordHash: null } })
    await db.secondFactor.create({
      data: { userId: owner.id, kind: 'totp', sealedSecret: 'x', confirmedAt: new Date() },
    })
    await expect(attempt()).rejects.toMatchObject({ details: { methods: ['code'] } })
    const opened = await openSealed('api_token', exchange)
    expect(opened && (await spendSealed(opened))).toBe(true)
  })
})
