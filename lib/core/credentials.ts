import { db, isUniqueViolation, type Transaction } from '../db'
import { makeActive } from './accounts'
import { type Client, record } from './activity'
import { withTicket } from './challenges'
import { findFactor } from './factor-proof'
import { Failure } from './failures'
import { canonicalEmail } from './identifiers'
import { letters, post, postTo } from './letters'
import { evenly, mailTicket } from './mailed-tickets'
import { assertStrongPassword, hashPassword } from './passwords'
import { endSessions, type Viewer } from './sessions'
import { findByIdentifier, passwordAttempts } from './sign-in'
import { assertRecentFactor, assertRecentProof, proveOwnPassword } from './step-up'
import { issueTicket, peekTicket, spendTicket, type Ticket } from './tickets'
import { forgetTrustedDevices } from './trusted-devices'

/** Mails a ticket for a new password to whoever the name belongs to; says nothing about whether anybody does. */
export function requestReset(identifier: string, client: Client): Promise<void> {
  return evenly(async () => {
    const person = await findByIdentifier(identifier)
    if (person && !person.disabledAt) await mailTicket(person.id, 'reset', client)
  })
}

/**
 * Spends a reset ticket for a new password, with a second factor where there is one that the ticket has not seen yet.
 * The mailbox is proven by it, so the account is active afterwards; every session ends, pending changes are cancelled,
 * and no browser is trusted any more.
 *
 * @throws Failure `invalid_ticket`, `weak_password`, `second_factor_required`, and as {@link withTicket}; the ticket is
 * not spent then.
 */
export async function resetPassword(
  { ticket, password, code }: { ticket: string; password: string; code?: string | undefined },
  client: Client,
): Promise<void> {
  const found = await peekTicket('reset', ticket)
  if (!found) throw new Failure('invalid_ticket')
  assertStrongPassword(password)
  const needsFactor = !found.data.factorProven && (await findFactor(found.userId))
  if (needsFactor && !code) throw new Failure('second_factor_required', { methods: [needsFactor.kind] })
  const passwordHash = await hashPassword(password)
  const apply = async (tx: Transaction, { userId }: Ticket) => {
    await setPassword(tx, userId, passwordHash)
    await forgetTrustedDevices(tx, userId)
    await endSessions(tx, userId, { client })
    await makeActive(tx, userId, client)
    await record(tx, userId, 'password_reset', client)
    await post(tx, userId, letters.passwordChanged(client))
  }
  if (needsFactor && code) {
    await withTicket('reset', { ticket, code, client, recovery: true }, (tx, _proof, spent) => apply(tx, spent))
    return
  }
  await db.$transaction(async tx => {
    const spent = await spendTicket(tx, 'reset', ticket)
    if (!spent) throw new Failure('invalid_ticket')
    await apply(tx, spent)
  })
}

/**
 * Changes the password of somebody who is signed in, knows the current one, and has proven their second factor lately.
 *
 * @throws Failure `reauthentication_required`, `wrong_password`, `weak_password`, `too_many_attempts`
 */
export async function changePassword(
  viewer: Viewer,
  { current, password, endOthers }: { current: string; password: string; endOthers: boolean },
  client: Client,
): Promise<void> {
  await assertRecentFactor(viewer)
  const person = await proveOwnPassword(viewer, current, client)
  assertStrongPassword(password, [person.email, person.username])
  const passwordHash = await hashPassword(password)
  await db.$transaction(async tx => {
    await setPassword(tx, viewer.userId, passwordHash)
    if (endOthers) await endSessions(tx, viewer.userId, { except: viewer.sessionId, client })
    await record(tx, viewer.userId, 'password_changed', client)
    await post(tx, viewer.userId, letters.passwordChanged(client))
  })
}

/**
 * Sets a password for an account that has none, because it was made through 42.
 *
 * @throws Failure `reauthentication_required`, `weak_password`, `password_already_set`
 */
export async function setFirstPassword(viewer: Viewer, password: string, client: Client): Promise<void> {
  await assertRecentProof(viewer)
  const { userId } = viewer
  const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, username: true } })
  assertStrongPassword(password, [person.email, person.username])
  const data = { passwordHash: await hashPassword(password), passwordChangedAt: new Date() }
  await db.$transaction(async tx => {
    const { count } = await tx.user.updateMany({ where: { id: userId, passwordHash: null }, data })
    if (!count) throw new Failure('password_already_set')
    await tx.ticket.deleteMany({ where: { userId, purpose: 'reset' } })
    await record(tx, userId, 'password_set', client)
    await post(tx, userId, letters.passwordSet(client))
  })
}

/**
 * Asks for another address: a confirmation goes to the new one, a notice to the old one; nothing changes before the new
 * one is confirmed. An address that is taken gives the same outcome.
 *
 * @throws Failure `reauthentication_required`, `wrong_password`, `too_many_attempts`
 */
export async function requestEmailChange(
  viewer: Viewer,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<void> {
  await assertRecentFactor(viewer)
  await proveOwnPassword(viewer, password, client)
  const newEmail = canonicalEmail(email) ?? email
  await db.$transaction(async tx => {
    const taken = await tx.user.findUnique({ where: { email: newEmail }, select: { id: true } })
    const ticket = await issueTicket(tx, viewer.userId, 'email_change', { email: newEmail })
    await record(tx, viewer.userId, 'email_change_requested', client)
    await post(tx, viewer.userId, letters.emailChangeNotice(client, newEmail))
    await postTo(tx, newEmail, taken ? letters.alreadyRegistered(client) : letters.emailChangeConfirm(client, ticket))
  })
}

/** Spends the ticket that was mailed to the new address. @throws Failure `invalid_ticket` */
export async function confirmEmailChange(ticket: string, client: Client): Promise<void> {
  const taken = await db
    .$transaction(async tx => {
      const spent = await spendTicket(tx, 'email_change', ticket)
      if (!spent) throw new Failure('invalid_ticket')
      const newEmail = String(spent.data.email)
      await post(tx, spent.userId, letters.emailChanged(client, newEmail))
      await tx.user.update({ where: { id: spent.userId }, data: { email: newEmail } })
      // Whoever still reads the old mailbox may hold a ticket for a new password.
      await tx.ticket.deleteMany({ where: { userId: spent.userId, purpose: 'reset' } })
      await record(tx, spent.userId, 'email_changed', client)
    })
    .catch(error => {
      if (isUniqueViolation(error)) return true
      throw error
    })
  if (taken) throw new Failure('invalid_ticket')
}

async function setPassword(tx: Transaction, userId: string, passwordHash: string) {
  await tx.user.update({ where: { id: userId }, data: { passwordHash, passwordChangedAt: new Date() } })
  await tx.ticket.deleteMany({ where: { userId, purpose: { in: ['reset', 'email_change', 'sign_in'] } } })
  await tx.failures.deleteMany({ where: { key: passwordAttempts(userId) } })
}
