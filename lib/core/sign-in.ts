import { keyedHash } from '../crypto'
import { db, sql } from '../db'
import type { Transport } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { countAttempt, forgive, PASSWORD_PATIENCE } from './attempts'
import { type Challenge, challenge, meetAtOnce } from './challenges'
import { Failure } from './failures'
import { canonicalIdentifier } from './identifiers'
import { letters, post } from './letters'
import { hashPassword, needsRehash, verifyPassword } from './passwords'
import { type Session, startSession } from './sessions'
import { isTrustedDevice } from './trusted-devices'

/** What a proven identity leads to: a session, or a challenge to be met first. Never an error. */
export type SignIn = { session: Session } | { challenge: Challenge }

/** By what and from where somebody signs in. */
export type Door = {
  method: string
  transport: Transport
  client: Client
  /** What a remembered browser keeps. */
  trustedDevice?: string | undefined
  /** The code that a program sends along because it is not asked back. */
  otp?: string | undefined
}

/**
 * Signs in by name and password. Unknown names, wrong passwords and disabled accounts cost and say the same.
 *
 * @param identifier an e-mail address or a username, as typed.
 * @throws Failure `invalid_credentials`, `too_many_attempts`; after the right password also `account_not_activated`,
 * `account_disabled`.
 */
export async function signInWithPassword(
  { identifier, password }: { identifier: string; password: string },
  door: Omit<Door, 'method'>,
): Promise<SignIn> {
  const person = await findByIdentifier(identifier)
  await provePassword(person, password, door.client, keyOfName(identifier))
  if (!person) throw new Failure('invalid_credentials')
  if (person.disabledAt) throw new Failure('account_disabled')
  if (!person.activatedAt) throw new Failure('account_not_activated')
  if (person.passwordHash && needsRehash(person.passwordHash)) await rehash(person.id, password)
  return completeSignIn(person.id, { ...door, method: 'password' })
}

/**
 * Signs in a program that keeps its refresh token itself and is not asked back: the code comes along (document 004).
 *
 * @throws Failure as {@link signInWithPassword}, and `second_factor_required`, `invalid_code`, `code_already_used`
 */
export async function signInForTokens(
  { otp, ...proof }: { identifier: string; password: string; otp?: string | undefined },
  client: Client,
): Promise<Session> {
  const result = await signInWithPassword(proof, { transport: 'body', client, otp })
  if ('session' in result) return result.session
  throw new Failure('second_factor_required')
}

/**
 * Where every way of signing in ends, and the only place that decides whether a second factor is asked for. The database
 * agrees: no session begins for somebody with a factor unless it was proven or this browser is remembered.
 */
export async function completeSignIn(userId: string, door: Door): Promise<SignIn> {
  const factorProven = await isTrustedDevice(userId, door.trustedDevice)
  // The password was right, whatever comes of the rest.
  const forgivePassword = async () => door.method === 'password' && forgive(passwordAttempts(userId))
  const session = await startSession(userId, { ...door, factorProven }).catch(error => {
    void forgivePassword().catch(() => undefined)
    throw error
  })
  if (session) return { session }
  await forgivePassword()
  const { method, client } = door
  if (door.transport === 'body') {
    const met = await meetAtOnce(userId, { code: door.otp, method, client })
    if (met) return { session: met }
  } else {
    const asked = await challenge(userId, method, client)
    if (asked) return { challenge: asked }
  }
  throw new Failure('invalid_credentials')
}

/**
 * Checks the password of somebody who may or may not exist, and counts tries per account over all doors. Whoever goes on
 * without a new session gives the right one back with {@link forgive}.
 *
 * @throws Failure `invalid_credentials`, `too_many_attempts`
 */
export async function provePassword(
  person: { id: string; passwordHash: string | null } | undefined,
  password: string,
  client: Client,
  nameKey = 'nobody',
) {
  const key = person ? passwordAttempts(person.id) : `password:~${nameKey}`
  const lastTry = await countAttempt(key, PASSWORD_PATIENCE)
  if (await verifyPassword(person?.passwordHash, password)) return
  if (person) await noteWrongPassword(person.id, client, lastTry)
  throw new Failure('invalid_credentials')
}

/** The counter of wrong passwords of an account. */
export const passwordAttempts = (userId: string) => `password:${userId}`

type Person = {
  id: string
  passwordHash: string | null
  activatedAt: Date | null
  disabledAt: Date | null
}

/** Whom an identifier names. */
export async function findByIdentifier(identifier: string): Promise<Person | undefined> {
  const canonical = canonicalIdentifier(identifier)
  if (!canonical) return undefined
  const [person] = await sql<Person>`
    SELECT id, "passwordHash", "activatedAt", "disabledAt" FROM "User"
    WHERE email = ${canonical} OR username = ${canonical}`
  return person
}

/** Names that nobody has are counted too, so that a locked name does not tell that it exists. */
const keyOfName = (identifier: string) =>
  keyedHash(canonicalIdentifier(identifier) ?? identifier, 'unknown names').toString('base64url')

async function noteWrongPassword(userId: string, client: Client, lastTry: boolean) {
  await db.$transaction(async tx => {
    await record(tx, userId, 'sign_in_failed', client)
    if (!lastTry) return
    await record(tx, userId, 'sign_in_locked', client)
    await post(tx, userId, letters.signInLocked(client, Math.ceil(PASSWORD_PATIENCE.windowSeconds / 60)))
  })
}

async function rehash(userId: string, password: string) {
  await db.user.update({ where: { id: userId }, data: { passwordHash: await hashPassword(password) } })
}
