import { db, type Transaction } from '../db'
import { type Client, record } from './activity'
import { forgive } from './attempts'
import { findFactor, proveFactor } from './factor-proof'
import { Failure, type Issue } from './failures'
import type { Viewer } from './sessions'
import { passwordAttempts, provePassword } from './sign-in'

/** Sensitive acts ask for a proof of identity that is no older than this, in seconds. */
export const STEP_UP_SECONDS = 900

/** @throws Failure `reauthentication_required` with the accepted methods, when the last proof is older than `seconds`. */
export async function assertRecentProof(viewer: Viewer, seconds = STEP_UP_SECONDS): Promise<void> {
  if (Date.now() - viewer.authenticatedAt.getTime() <= seconds * 1000) return
  throw new Failure('reauthentication_required', { methods: await proofMethods(viewer) })
}

/** As {@link assertRecentProof}, for acts that ask for the password anyway: an account with a factor proves that, too. */
export async function assertRecentFactor(viewer: Viewer): Promise<void> {
  if (await findFactor(viewer.userId)) await assertRecentProof(viewer)
}

/** By what the owner of an account can prove again who they are: its second factor, else its password, else 42. */
export async function proofMethods({ userId }: Viewer): Promise<('code' | 'password' | 'intra')[]> {
  if (await findFactor(userId)) return ['code']
  return (await db.user.count({ where: { id: userId, passwordHash: null } })) ? ['intra'] : ['password']
}

/**
 * Proves again that it is the owner who holds this session: from now on step-up is met. An account with a second factor
 * takes a code (of the factor, or a recovery code), any other its password; one that has neither goes to 42 for it.
 *
 * @throws Failure `invalid_input` without the password, `second_factor_required` without the code,
 * `reauthentication_required`, `wrong_password`, `invalid_code`, `code_already_used`, `too_many_attempts`
 */
export async function confirmIdentity(
  viewer: Viewer,
  { password, code }: { password?: string | undefined; code?: string | undefined },
  client: Client,
): Promise<void> {
  const { userId } = viewer
  const [method] = await proofMethods(viewer)
  if (method === 'password') {
    if (!password) throw new Failure('invalid_input', { issues: [missingPassword] })
    await proveOwnPassword(viewer, password, client)
    await db.$transaction(tx => markProven(tx, viewer, client))
    return
  }
  if (method === 'intra') throw new Failure('reauthentication_required', { methods: [method] })
  if (!code) throw new Failure('second_factor_required')
  await proveFactor({ userId, code, scope: 'account', client, recovery: true }, tx => markProven(tx, viewer, client))
}

const missingPassword: Issue = { path: ['password'], fault: 'missing', message: 'is missing' }

/** The current password, asked for once more. @throws Failure `wrong_password`, `too_many_attempts` */
export async function proveOwnPassword(viewer: Viewer, password: string, client: Client) {
  const person = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } })
  await provePassword(person, password, client).catch(error => {
    if (error instanceof Failure && error.code === 'invalid_credentials') throw new Failure('wrong_password')
    throw error
  })
  await forgive(passwordAttempts(person.id))
  return person
}

/** Step-up is met from now on, in this session. */
export async function markProven(tx: Transaction, { sessionId, userId }: Viewer, client: Client) {
  await tx.$executeRaw`UPDATE "Session" SET "authenticatedAt" = now() WHERE id = ${sessionId}::uuid`
  await record(tx, userId, 'identity_confirmed', client)
}

/** Whatever the other sessions have proven until now is too little from here on. */
export const demandFreshProof = (tx: Transaction, userId: string, { except }: { except: string }) =>
  tx.session.updateMany({ where: { userId, id: { not: except } }, data: { authenticatedAt: new Date(0) } })
