import { randomBytes } from 'node:crypto'
import { db, type Transaction } from '../db'
import type { Role } from '../generated/prisma/client'
import { type Client, type EventKind, record } from './activity'
import { Failure } from './failures'
import { canonicalEmail, canonicalUsername } from './identifiers'
import { type Letter, letters, post } from './letters'
import { assertStrongPassword, hashPassword } from './passwords'
import { keepRecoveryCodes } from './recovery-codes'
import { endSessions } from './sessions'
import { issueTicket } from './tickets'
import { forgetTrustedDevices } from './trusted-devices'

/** Who acts on somebody else's account: an administrator from where they sit, or the operator at the machine. */
export type Actor = { by: 'administrator'; id: string; client: Client } | { by: 'operator'; client: Client }

/** Whoever works with `npm run latchkey`. */
export const operator: Actor = { by: 'operator', client: { address: '127.0.0.1', device: 'npm run latchkey' } }

export const administrator = ({ userId }: { userId: string }, client: Client): Actor => ({
  by: 'administrator',
  id: userId,
  client,
})

/** Closes an account to its owner: all sessions end, and no way of signing in works until it is enabled again. */
export const disableUser = (userId: string, actor: Actor) =>
  act(userId, actor, { kind: 'account_disabled', letter: letters.accountDisabled }, async tx => {
    await assertNotLastAdministrator(tx, userId)
    const { count } = await tx.user.updateMany({
      where: { id: userId, disabledAt: null },
      data: { disabledAt: new Date() },
    })
    await endSessions(tx, userId, { client: actor.client })
    return count > 0
  })

/** Opens a disabled account again. */
export const enableUser = (userId: string, actor: Actor) =>
  act(userId, actor, { kind: 'account_enabled', letter: letters.accountEnabled }, async tx => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, disabledAt: { not: null } },
      data: { disabledAt: null },
    })
    return count > 0
  })

/** Makes an administrator of a user, or a user of an administrator. @throws Failure `last_administrator` */
export const changeRole = (userId: string, role: Role, actor: Actor) =>
  act(
    userId,
    actor,
    { kind: 'role_changed', letter: client => letters.roleChanged(client, role), data: { role } },
    async tx => {
      if (role === 'user') await assertNotLastAdministrator(tx, userId)
      const { count } = await tx.user.updateMany({ where: { id: userId, role: { not: role } }, data: { role } })
      return count > 0
    },
  )

/** Signs somebody out on every device. */
export const endSessionsOf = (userId: string, actor: Actor) =>
  act(userId, actor, { kind: 'sessions_ended_by_administrator', letter: letters.sessionsEnded }, async tx => {
    await endSessions(tx, userId, { client: actor.client })
    return true
  })

/** Revokes all personal access tokens of somebody. */
export const revokeTokensOf = (userId: string, actor: Actor) =>
  act(userId, actor, { kind: 'tokens_revoked', letter: letters.tokensRevoked }, async tx => {
    const { count } = await tx.personalToken.deleteMany({ where: { userId } })
    return count > 0
  })

/** Turns off the second factor of somebody who has lost it; the password alone opens the account then. */
export const resetSecondFactor = (userId: string, actor: Actor) =>
  act(userId, actor, { kind: 'second_factor_disabled', letter: letters.secondFactorDisabled }, async tx => {
    const { count } = await tx.secondFactor.deleteMany({ where: { userId } })
    await tx.emailCode.deleteMany({ where: { userId } })
    await keepRecoveryCodes(tx, userId, [])
    await forgetTrustedDevices(tx, userId)
    await tx.failures.deleteMany({ where: { key: `factor:${userId}` } })
    return count > 0
  })

/**
 * Makes an account for somebody, usable at once with this password; without one, the mail that tells them of it has a
 * link to choose it.
 *
 * @throws Failure `weak_password`, `invalid_input` where the address or the name is taken
 */
export async function createUser(
  { email, name, password, role }: { email: string; name: string; password?: string; role: Role },
  { client, ...who }: Actor,
): Promise<string> {
  const username = canonicalUsername(name) ?? null
  if (password !== undefined) assertStrongPassword(password, [email, username ?? undefined])
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const address = canonicalEmail(email) ?? email
  return db.$transaction(async tx => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${NAMES_LOCK})`
    await assertFree(tx, address, name)
    const { id } = await tx.user.create({
      data: { email: address, username, displayName: name, passwordHash, role, activatedAt: new Date() },
      select: { id: true },
    })
    await record(tx, id, 'account_registered', client, who)
    const letter =
      password === undefined
        ? letters.invitation(client, await issueTicket(tx, id, 'reset'))
        : letters.accountEnabled(client)
    await post(tx, id, letter)
    return id
  })
}

/** @throws Failure `invalid_input` with what of both is taken */
async function assertFree(tx: Transaction, email: string, name: string) {
  const others = await tx.user.findMany({
    where: {
      OR: [{ email }, { displayName: { equals: name, mode: 'insensitive' } }, { username: name.toLowerCase() }],
    },
    select: { email: true },
  })
  if (!others.length) return
  const taken = others.some(other => other.email === email)
    ? { path: ['email'], expected: 'free_email' }
    : { path: ['name'] }
  throw new Failure('invalid_input', { issues: [{ ...taken, fault: 'taken', message: 'taken' }] })
}

/**
 * Makes somebody's password useless, ends their sessions and mails them a link to choose a new one. Who has no password
 * keeps having none.
 */
export async function resetPassword(userId: string, { by, client }: Actor): Promise<void> {
  await assertExists(userId)
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
  await db.$transaction(async tx => {
    await tx.user.updateMany({ where: { id: userId, passwordHash: { not: null } }, data: { passwordHash } })
    await endSessions(tx, userId, { client })
    await record(tx, userId, 'password_reset_requested', client, { by })
    await post(tx, userId, letters.reset(client, await issueTicket(tx, userId, 'reset')))
  })
}

/** Mails somebody a link to choose a new password, however often; the older link dies. */
export async function mailPasswordReset(userId: string, { by, client }: Actor): Promise<void> {
  await assertExists(userId)
  await db.$transaction(async tx => {
    const ticket = await issueTicket(tx, userId, 'reset')
    await record(tx, userId, 'password_reset_requested', client, { by })
    await post(tx, userId, letters.reset(client, ticket))
  })
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

type Told = { kind: EventKind; letter: (client: Client) => Letter; data?: Record<string, string> }

/**
 * One act: done, written into the owner's history, and mailed to them, or nothing of it. Where there was nothing to
 * change, there is nothing to tell.
 */
async function act(
  userId: string,
  { client, ...who }: Actor,
  { kind, letter, data }: Told,
  change: (tx: Transaction) => Promise<boolean>,
): Promise<void> {
  await assertExists(userId)
  await db.$transaction(async tx => {
    if (!(await change(tx))) return
    await record(tx, userId, kind, client, { ...who, ...data })
    await post(tx, userId, letter(client))
  })
}

async function assertExists(userId: string) {
  if (!(await db.user.count({ where: { id: userId } }))) throw new Failure('not_found')
}

/** Any number; names that only look alike are compared one after the other. */
const NAMES_LOCK = 4_207_005

/** Any number; who counts administrators waits for who changes them. */
const ADMINISTRATORS_LOCK = 4_207_004

async function assertNotLastAdministrator(tx: Transaction, userId: string) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`
  const administrators = await tx.user.findMany({ where: { role: 'admin', disabledAt: null }, select: { id: true } })
  if (administrators.length === 1 && administrators[0]?.id === userId) throw new Failure('last_administrator')
}
