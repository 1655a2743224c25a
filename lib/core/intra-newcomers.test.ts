import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { client, mailTo } from '../../scripts/testing/people'
import { bring, inventNumber } from '../../scripts/testing/students'
import { db } from '../db'
import { env } from '../env'
import { activate, register, resendActivation } from './accounts'
import { requestReset, resetPassword, setFirstPassword } from './credentials'
import type { FailureCode } from './failures'
import { signInWithIntra } from './intra'
import { activateNewcomer, proposeAccount, registerNewcomer } from './intra-newcomers'
import { sealToken } from './sealed-tokens'
import { type Session, standingSession, type Viewer } from './sessions'
import { signInWithPassword } from './sign-in'

Object.assign(process.env, { INTRA_CLIENT_ID: 'id', INTRA_CLIENT_SECRET: 'secret' })

const door = { transport: 'cookie', client } as const
const password = 'a long enough password'
const refusing = (code: FailureCode) => expect.objectContaining({ code })

const comeFrom42 = async (who: { id: string; login: string; email: string }) =>
  signInWithIntra(await bring('login', who), door)

async function newcomer(who: { id: string; login: string; email: string }): Promise<string> {
  const result = await comeFrom42(who)
  if (!('newcomer' in result)) throw new Error('is no newcomer')
  return result.newcomer.value
}

const ticketFor = async (email: string) => (await mailTo(email)).at(-1)?.ticket ?? ''

let who: { id: string; login: string; email: string }
beforeEach(() => {
  const name = `m${randomUUID().slice(0, 8)}`
  who = { id: inventNumber(), login: name, email: `${name}@student.42.example` }
})

describe('the way in for somebody who comes from 42', () => {
  test('signed out, not linked, address unknown: proposal, mail, both proofs, session; the next time it is a sign-in', async () => {
    const token = await newcomer(who)
    expect(await proposeAccount(token)).toEqual({
      login: who.login,
      username: who.login,
      email: who.email,
      asksMailbox: true,
    })
    await registerNewcomer(token, { email: who.email, username: who.login }, client)
    expect(await mailTo(who.email)).toMatchObject([{ subject: 'Finish your Latchkey account' }])
    const result = await activateNewcomer(await ticketFor(who.email), token, door)
    const user = await db.user.findUniqueOrThrow({ where: { email: who.email }, include: { accounts: true } })
    expect(result).toMatchObject({ session: { userId: user.id } })
    expect(user).toMatchObject({ passwordHash: null, activatedAt: expect.any(Date), username: who.login })
    expect(user.accounts).toMatchObject([{ providerAccountId: who.id }])
    expect(await comeFrom42(who)).toMatchObject({ session: { userId: user.id } })
  })

  test('before both proofs the account opens for nobody', async () => {
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email }, client)
    expect(Object.keys(await comeFrom42(who))).toEqual(['newcomer'])
    const ticket = await ticketFor(who.email)
    await expect(activate(ticket, client)).rejects.toEqual(refusing('invalid_ticket'))
    await expect(activateNewcomer(ticket, undefined, door)).rejects.toEqual(refusing('intra_proof_required'))
    const stranger = await newcomer({ ...who, id: String(Number(who.id) + 1) })
    await expect(activateNewcomer(ticket, stranger, door)).rejects.toEqual(refusing('intra_proof_required'))
    await expect(activateNewcomer(randomUUID(), token, door)).rejects.toEqual(refusing('invalid_ticket'))
    expect(await activateNewcomer(ticket, await newcomer(who), door)).toHaveProperty('session')
  })

  test('of twenty racers one finishes it', async () => {
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email }, client)
    const ticket = await ticketFor(who.email)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => activateNewcomer(ticket, token, door)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.account.count({ where: { providerAccountId: who.id } })).toBe(1)
  })

  test('asked again from the same 42 account, it is mailed again under the newer name', async () => {
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email, username: 'first_name' }, client)
    const first = await ticketFor(who.email)
    await registerNewcomer(token, { email: who.email, username: 'second_name' }, client)
    await expect(activateNewcomer(first, token, door)).rejects.toEqual(refusing('invalid_ticket'))
    await activateNewcomer(await ticketFor(who.email), token, door)
    expect(await db.user.findUnique({ where: { email: who.email } })).toMatchObject({ username: 'second_name' })
  })

  test('a name that is taken is not proposed, and refused', async () => {
    const token = await newcomer(who)
    await db.user.create({ data: { email: `${who.login}@elsewhere.example`, username: who.login } })
    expect(await proposeAccount(token)).toMatchObject({ username: null })
    const attempt = registerNewcomer(token, { email: who.email, username: who.login }, client)
    await expect(attempt).rejects.toEqual(refusing('username_taken'))
  })

  test('without the proof from 42 there is nothing to register', async () => {
    for (const odd of [undefined, 'forged', (await sealToken('api_token', { ...who })).value]) {
      await expect(proposeAccount(odd)).rejects.toEqual(refusing('invalid_exchange'))
      await expect(registerNewcomer(odd, who, client)).rejects.toEqual(refusing('invalid_exchange'))
    }
  })

  test('the plain activation mail is not a way around the proof from 42', async () => {
    await registerNewcomer(await newcomer(who), { email: who.email }, client)
    await resendActivation(who.email, client)
    expect(await mailTo(who.email)).toHaveLength(1)
  })
})

describe('addresses that somebody has', () => {
  test('OAU-12 an address that is taken: same outcome, its owner is told, nothing is joined', async () => {
    const owner = await db.user.create({ data: { email: who.email, activatedAt: new Date(), passwordHash: 'x' } })
    await registerNewcomer(await newcomer(who), { email: who.email }, client)
    expect(await mailTo(who.email)).toMatchObject([{ subject: 'You already have a Latchkey account', ticket: '' }])
    expect(await db.account.count({ where: { userId: owner.id } })).toBe(0)
    expect(Object.keys(await comeFrom42(who))).toEqual(['newcomer'])
  })

  test('OAU-13 a trap that was registered with the address before: its password dies with the proof of the mailbox', async () => {
    await register({ email: who.email, password }, client)
    const trap = await ticketFor(who.email)
    await registerNewcomer(await newcomer(who), { email: who.email }, client)
    const mail = (await mailTo(who.email)).at(-1)
    expect(mail?.subject).toBe('Finish your Latchkey registration')
    await resetPassword({ ticket: mail?.ticket ?? '', password: 'the owner’s own words' }, client)
    const attacker = signInWithPassword({ identifier: who.email, password }, door)
    await expect(attacker).rejects.toEqual(refusing('invalid_credentials'))
    await expect(activate(trap, client)).rejects.toEqual(refusing('invalid_ticket'))
    expect(Object.keys(await comeFrom42(who))).toEqual(['newcomer'])
  })

  test('OAU-13 a trap that was registered through 42: the link dies with the proof of the mailbox', async () => {
    const attacker = { ...who, id: String(Number(who.id) + 1) }
    const token = await newcomer(attacker)
    await registerNewcomer(token, { email: who.email }, client)
    const planted = await ticketFor(who.email)
    await requestReset(who.email, client)
    await resetPassword({ ticket: await ticketFor(who.email), password }, client)
    const plant = activateNewcomer(planted, token, door)
    await expect(plant).rejects.toEqual(refusing('invalid_ticket'))
    expect(Object.keys(await comeFrom42(attacker))).toEqual(['newcomer'])
  })

  test('another 42 account does not take over a registration that is under way', async () => {
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email }, client)
    const mine = await ticketFor(who.email)
    const other = await newcomer({ ...who, id: String(Number(who.id) + 1) })
    await registerNewcomer(other, { email: who.email }, client)
    expect((await mailTo(who.email)).at(-1)?.subject).toBe('Finish your Latchkey registration')
    expect(await activateNewcomer(mine, token, door)).toHaveProperty('session')
  })
})

describe('what the operator has settled', () => {
  afterEach(() => {
    Object.assign(env(), { autoActivate: false, registration: 'open' })
  })

  test('AUTO_ACTIVATE: the account is there and linked at once, without a mail', async () => {
    env().autoActivate = true
    const token = await newcomer(who)
    expect(await proposeAccount(token)).toMatchObject({ asksMailbox: false })
    await registerNewcomer(token, { email: who.email }, client)
    expect(await mailTo(who.email)).toEqual([])
    expect(await comeFrom42(who)).toHaveProperty('session')
    const again = registerNewcomer(token, { email: `again.${who.email}` }, client)
    await expect(again).rejects.toEqual(refusing('already_linked'))
  })

  test('AUTO_ACTIVATE: an address that is taken is joined all the less', async () => {
    env().autoActivate = true
    await db.user.create({ data: { email: who.email, activatedAt: new Date(), passwordHash: 'x' } })
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email }, client)
    expect(await mailTo(who.email)).toMatchObject([{ subject: 'You already have a Latchkey account' }])
    expect(Object.keys(await comeFrom42(who))).toEqual(['newcomer'])
  })

  test('REGISTRATION closed: no new accounts, by this way neither', async () => {
    env().registration = 'closed'
    const attempt = registerNewcomer(await newcomer(who), { email: who.email }, client)
    await expect(attempt).rejects.toEqual(refusing('registration_closed'))
  })
})

describe('a first password', () => {
  async function made(): Promise<Viewer> {
    const token = await newcomer(who)
    await registerNewcomer(token, { email: who.email }, client)
    const result = await activateNewcomer(await ticketFor(who.email), token, door)
    const { sessionId, userId } = (result as { session: Session }).session
    return (await standingSession(sessionId, userId)) as Viewer
  }

  test('can be set once, with an event and a mail, and then opens the account', async () => {
    const viewer = await made()
    await setFirstPassword(viewer, password, client)
    expect(await signInWithPassword({ identifier: who.email, password }, door)).toHaveProperty('session')
    await expect(setFirstPassword(viewer, password, client)).rejects.toEqual(refusing('password_already_set'))
    expect((await mailTo(who.email)).at(-1)?.subject).toBe('Your Latchkey account has a password now')
    expect(await db.event.count({ where: { userId: viewer.userId, kind: 'password_set' } })).toBe(1)
  })

  test('asks for a fresh proof, which such an account brings from 42, and for a password that is one', async () => {
    const viewer = await made()
    const stale = setFirstPassword({ ...viewer, authenticatedAt: new Date(0) }, password, client)
    await expect(stale).rejects.toMatchObject({ details: { methods: ['intra'] } })
    await expect(setFirstPassword(viewer, 'password1', client)).rejects.toEqual(refusing('weak_password'))
  })
})
