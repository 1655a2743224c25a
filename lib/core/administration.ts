import { db, type Transaction } from '../db'
import type { Role } from '../generated/prisma/client'
import { type Client, type EventKind, record } from './activity'
import { Failure } from './failures'
import { type Letter, letters, post } from './letters'
import { mailTicket } from './mailed-tickets'
import { keepRecoveryCodes } from './recovery-codes'
import { endSessions } from './sessions'
import { forgetTrustedDevices } from './trusted-devices'

/** Who acts on somebody else's account: an administrator from where they sit, or the operator at the machine. */
export type Actor = { by: 'administrator' | 'operator'; client: Client }

/** Whoever works with `npm run latchkey`. */
export const operator: Actor = { by: 'operator', client: { address: '127.0.0.1', device: 'npm run latchkey' } }

/** Closes an account to its owner: all sessions end, and no way of signing in works until it is enabled again. */
export const disableUser = (userId: string, actor: Actor) =>
  act(userId, actor, 'account_disabled', letters.accountDisabled, async tx => {
    await assertNotLastAdministrator(tx, userId)
    await tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } })
    await endSessions(tx, userId, { client: actor.client })
  })

/** Opens a disabled account again. */
export const enableUser = (userId: string, actor: Actor) =>
  act(userId, actor, 'account_enabled', letters.accountEnabled, async tx => {
    await tx.user.update({ where: { id: userId }, data: { disabledAt: null } })
  })

/** Makes an administrator of a user, or a user of an administrator. @throws Failure `last_administrator` */
export const changeRole = (userId: string, role: Role, actor: Actor) =>
  act(
    userId,
    actor,
    'role_changed',
    client => letters.roleChanged(client, role),
    async tx => {
      if (role === 'user') await assertNotLastAdministrator(tx, userId)
      await tx.user.update({ where: { id: userId }, data: { role } })
    },
  )

/** Signs somebody out on every device. */
export const endSessionsOf = (userId: string, actor: Actor) =>
  act(userId, actor, 'sessions_ended_by_administrator', letters.sessionsEnded, async tx => {
    await endSessions(tx, userId, { client: actor.client })
  })

/** Turns off the second factor of somebody who has lost it; the password alone opens the account then. */
export const resetSecondFactor = (userId: string, actor: Actor) =>
  act(userId, actor, 'second_factor_disabled', letters.secondFactorDisabled, async tx => {
    await tx.secondFactor.deleteMany({ where: { userId } })
    await tx.emailCode.deleteMany({ where: { userId } })
    await keepRecoveryCodes(tx, userId, [])
    await forgetTrustedDevices(tx, userId)
    await tx.failures.deleteMany({ where: { key: `factor:${userId}` } })
  })

/** Mails somebody a link to choose a new password. */
export async function mailPasswordReset(userId: string, actor: Actor): Promise<void> {
  await assertExists(userId)
  await mailTicket(userId, 'reset', actor.client)
}

/** Removes somebody's account and everything in it. @throws Failure `last_administrator`, `not_found` */
export async function removeUser(userId: string, actor: Actor): Promise<void> {
  await assertExists(userId)
  await db.$transaction(async tx => {
    await assertNotLastAdministrator(tx, userId)
    await post(tx, userId, letters.accountRemoved(actor.client))
    await tx.user.delete({ where: { id: userId } })
    await tx.failures.deleteMany({ where: { key: { endsWith: `:${userId}` } } })
  })
}

/** The account behind an address or username. @throws Failure `not_found` */
export async function findUser(name: string) {
  const canonical = name.trim().toLowerCase()
  const user = await db.user.findFirst({ where: { OR: [{ email: canonical }, { username: canonical }] } })
  if (!user) throw new Failure('not_found')
  return user
}

/** One act: done, written into the owner's history, and mailed to them, or nothing of it. */
async function act(
  userId: string,
  { by, client }: Actor,
  kind: EventKind,
  letter: (client: Client) => Letter,
  change: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await assertExists(userId)
  await db.$transaction(async tx => {
    await change(tx)
    await record(tx, userId, kind, client, { by })
    await post(tx, userId, letter(client))
  })
}

async function assertExists(userId: string) {
  if (!(await db.user.count({ where: { id: userId } }))) throw new Failure('not_found')
}

/** Any number; who counts administrators waits for who changes them. */
const ADMINISTRATORS_LOCK = 4_207_004

async function assertNotLastAdministrator(tx: Transaction, userId: string) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`
  const administrators = await tx.user.findMany({ where: { role: 'admin', disabledAt: null }, select: { id: true } })
  if (administrators.length === 1 && administrators[0]?.id === userId) throw new Failure('last_administrator')
}
