import { db, isUniqueViolation, type Transaction } from '../db'
import { env } from '../env'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { canonicalEmail, canonicalUsername } from './identifiers'
import { letters, post } from './letters'
import { evenly, mailTicket, mayMail } from './mailed-tickets'
import { assertStrongPassword, hashPassword } from './passwords'
import { assertMayRegister } from './registration'
import type { Viewer } from './sessions'
import { findByIdentifier } from './sign-in'
import { assertRecentProof } from './step-up'
import { issueTicket, spendTicket } from './tickets'

/** An account may be removed so long after its last proof of identity, in seconds (document 002 asks only for the Bearer). */
export const REMOVAL_SECONDS = 3600

/**
 * Registers an account. An address that is taken gives the same outcome: nothing changes, and its owner is told.
 *
 * @throws Failure `registration_closed`, `registration_restricted`, `weak_password`, `username_taken`
 */
export async function register(
  { email, username, password }: { email: string; username?: string | undefined; password: string },
  client: Client,
): Promise<void> {
  await assertMayRegister(canonicalEmail(email) ?? email, 'password')
  assertStrongPassword(password, [email, username?.toLowerCase()])
  const passwordHash = await hashPassword(password)
  const names = {
    email: canonicalEmail(email) ?? email,
    username: username ? (canonicalUsername(username) ?? username) : null,
    displayName: username ?? null,
  }
  if (names.username && (await db.user.count({ where: { username: names.username } })))
    throw new Failure('username_taken')
  try {
    await db.$transaction(async tx => {
      const { id } = await tx.user.create({ data: { ...names, passwordHash }, select: { id: true } })
      await record(tx, id, 'account_registered', client)
      if (env().autoActivate) await makeActive(tx, id, client)
      else await post(tx, id, letters.activation(client, await issueTicket(tx, id, 'activation')))
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await answerTakenNames(names, client)
  }
}

/** Spends an activation ticket. @throws Failure `invalid_ticket` */
export async function activate(ticket: string, client: Client): Promise<void> {
  await db.$transaction(async tx => {
    const spent = await spendTicket(tx, 'activation', ticket)
    if (!spent) throw new Failure('invalid_ticket')
    await makeActive(tx, spent.userId, client)
  })
}

/**
 * Mails a fresh activation ticket where one is due; says nothing about whether it was. An account without a password
 * comes from 42, and is activated with the proof from there.
 */
export function resendActivation(email: string, client: Client): Promise<void> {
  return evenly(async () => {
    const person = await findByIdentifier(email)
    if (!person?.passwordHash || person.activatedAt || person.disabledAt) return
    await mailTicket(person.id, 'activation', client)
  })
}

/**
 * Removes an account and everything of it.
 *
 * @throws Failure `reauthentication_required` when the last proof of identity is more than an hour old.
 */
export async function removeAccount(viewer: Viewer, client: Client): Promise<void> {
  await assertRecentProof(viewer, REMOVAL_SECONDS)
  await db.$transaction(async tx => {
    await post(tx, viewer.userId, letters.accountRemoved(client))
    await tx.user.delete({ where: { id: viewer.userId } })
    await tx.failures.deleteMany({ where: { key: { endsWith: `:${viewer.userId}` } } })
  })
}

/** What an account's owner sees of it. */
export async function readProfile(userId: string) {
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      username: true,
      displayName: true,
      role: true,
      createdAt: true,
      passwordHash: true,
    },
  })
  const { passwordHash, displayName, ...profile } = user
  return { ...profile, username: displayName ?? profile.username, hasPassword: passwordHash !== null }
}

/** Everything that is kept about an account, without what would open it. */
export async function exportAccount(viewer: Viewer, client: Client) {
  await record(db, viewer.userId, 'account_exported', client)
  const [profile, connections, sessions, events] = await Promise.all([
    readProfile(viewer.userId),
    db.account.findMany({
      where: { userId: viewer.userId },
      select: { provider: true, providerAccountId: true, label: true, createdAt: true },
    }),
    db.session.findMany({
      where: { userId: viewer.userId },
      select: { method: true, address: true, device: true, createdAt: true, lastSeenAt: true, expiresAt: true },
    }),
    db.event.findMany({
      where: { userId: viewer.userId },
      orderBy: { at: 'asc' },
      select: { kind: true, at: true, address: true, device: true, data: true },
    }),
  ])
  return { product: 'Latchkey', exportedAt: new Date(), profile, connections, sessions, events }
}

/** Any number; activations queue behind it, so that exactly one of them is the first. */
const FIRST_ACCOUNT_LOCK = 4_207_003

/** Makes an account usable. The very first one of an instance becomes its administrator. */
export async function makeActive(tx: Transaction, userId: string, client: Client) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`
  const activated = await tx.$executeRaw`
    UPDATE "User" SET "activatedAt" = now(),
      role = CASE WHEN EXISTS (SELECT 1 FROM "User" WHERE "activatedAt" IS NOT NULL) THEN role ELSE 'admin' END
    WHERE id = ${userId}::uuid AND "activatedAt" IS NULL`
  await tx.ticket.deleteMany({ where: { userId, purpose: { in: ['activation', 'intra_activation'] } } })
  if (activated) await record(tx, userId, 'account_activated', client)
}

/** What happens when somebody registers names that others have: a taken address is not told, its owner is. */
export async function answerTakenNames(
  { email, username }: { email: string; username: string | null },
  client: Client,
) {
  const owner = await db.user.findUnique({ where: { email }, select: { id: true, activatedAt: true } })
  if (!owner && username) throw new Failure('username_taken')
  if (!owner || !(await mayMail(owner.id, 'registered'))) return
  await db.$transaction(async tx => {
    if (owner.activatedAt) await post(tx, owner.id, letters.alreadyRegistered(client))
    else await post(tx, owner.id, letters.finishRegistration(client, await issueTicket(tx, owner.id, 'reset')))
  })
}
