import { db, sqlIn, type Transaction } from '../db'
import { env } from '../env'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { type IntraIdentity, readSealedIdentity } from './intra-identity'
import { letters, post } from './letters'
import { findIntraOf, findUserByIntra, linkIntraAccount, unlinkIntraAccount } from './linked-accounts'
import { findViewerByRefreshToken } from './refresh'
import { openSealed, type Sealed, sealToken, spendSealed } from './sealed-tokens'
import { findViewer, type Viewer } from './sessions'
import { completeSignIn, type Door, type SignIn } from './sign-in'
import { assertRecentProof, markProven, proofMethods } from './step-up'

/** What a visit to 42 is for. What one of them brings back is not taken for the other. */
export type IntraPurpose = 'login' | 'link'

/** Somebody whose 42 account is proven and linked to no account here. */
export type Newcomer = { newcomer: Sealed }

/** @throws Failure `intra_not_configured` */
export function assertIntraConfigured() {
  if (!isIntraConfigured()) throw new Failure('intra_not_configured')
}

export const isIntraConfigured = () => env().intra !== undefined

/**
 * Who sets out to link an account, as far as the request tells: by the access token, else by the refresh cookie.
 *
 * @throws Failure `invalid_token` for an access token that is not good: its holder should come back with a new one.
 */
export async function whoSetsOut(
  purpose: IntraPurpose,
  { accessToken, refreshToken }: { accessToken: string | undefined; refreshToken: string | undefined },
): Promise<string | null> {
  if (purpose !== 'link') return null
  const viewer = accessToken
    ? await findViewer(accessToken)
    : refreshToken && (await findViewerByRefreshToken(refreshToken))
  if (accessToken && !viewer) throw new Failure('invalid_token')
  return viewer ? viewer.userId : null
}

/**
 * Signs in whoever comes back from 42, if their number is linked to an account; never by their e-mail address.
 *
 * @returns a session or a challenge; for somebody who is linked to no account what they can join or link with.
 * @throws Failure `invalid_exchange`, `account_disabled`, `account_not_activated`
 */
export async function signInWithIntra(
  exchange: string | undefined,
  door: Omit<Door, 'method'>,
): Promise<SignIn | Newcomer> {
  const { identity } = await redeem(exchange, 'login')
  const user = await findUserByIntra(identity)
  if (!user) return { newcomer: await sealToken('intra_newcomer', { ...identity }) }
  if (user.disabledAt) throw new Failure('account_disabled')
  if (!user.activatedAt) throw new Failure('account_not_activated')
  return completeSignIn(user.id, { ...door, method: 'intra' })
}

/**
 * Links the 42 account of whoever comes back from 42 to the account of the caller, who must be the one who set out. Only
 * a program may finish what nobody known began: a browser of ours always tells who it is, so there it was planted.
 *
 * @throws Failure `reauthentication_required`, `invalid_exchange`, `already_linked`
 */
export async function linkIntra(
  viewer: Viewer,
  exchange: string | undefined,
  { isProgram, client }: { isProgram: boolean; client: Client },
): Promise<void> {
  assertIntraConfigured()
  await assertRecentProof(viewer)
  const { identity, startedBy } = await redeem(exchange, 'link')
  const isTheirs = startedBy === viewer.userId || (startedBy === null && isProgram)
  if (!isTheirs) throw new Failure('invalid_exchange')
  await linkAndTell(viewer.userId, identity, client)
}

/**
 * Links the 42 account of somebody who was a newcomer and has signed in since then: "Sign in and link".
 *
 * @throws Failure `invalid_exchange`, `reauthentication_required` when the sign-in is the older of the two,
 * `already_linked`
 */
export async function linkNewcomer(viewer: Viewer, newcomer: string | undefined, client: Client): Promise<void> {
  assertIntraConfigured()
  const opened = await openSealed('intra_newcomer', newcomer)
  if (!opened) throw new Failure('invalid_exchange')
  if (viewer.authenticatedAt < opened.issuedAt)
    throw new Failure('reauthentication_required', { methods: await proofMethods(viewer) })
  await linkAndTell(viewer.userId, readSealedIdentity(opened.data), client, async tx => {
    if (!(await spendSealed(opened, sqlIn(tx)))) throw new Failure('invalid_exchange')
  })
}

/**
 * Forgets the link to 42, unless it is the only way into the account.
 *
 * @throws Failure `reauthentication_required`, `not_linked`, `last_sign_in_method`
 */
export async function unlinkIntra(viewer: Viewer, client: Client): Promise<void> {
  assertIntraConfigured()
  await assertRecentProof(viewer)
  const { userId } = viewer
  await db.$transaction(async tx => {
    const [user] = await tx.$queryRaw<{ hasPassword: boolean }[]>`
      SELECT "passwordHash" IS NOT NULL AS "hasPassword" FROM "User" WHERE id = ${userId}::uuid FOR UPDATE`
    const account = await findIntraOf(userId, tx)
    if (!account) throw new Failure('not_linked')
    if (!user?.hasPassword) throw new Failure('last_sign_in_method')
    await unlinkIntraAccount(tx, account)
    await record(tx, userId, 'intra_unlinked', client, account.label ? { login: account.label } : {})
    await post(tx, userId, letters.intraUnlinked(client))
  })
}

/**
 * Proves by a visit to 42 that it is the owner who holds this session. Only for accounts that have nothing else to prove
 * it with: a session at 42 may still be open in the browser of somebody who has left.
 *
 * @throws Failure `reauthentication_required` with what the account takes, `invalid_exchange`, `wrong_intra_account`
 */
export async function confirmIdentityWithIntra(
  viewer: Viewer,
  exchange: string | undefined,
  client: Client,
): Promise<void> {
  const methods = await proofMethods(viewer)
  if (!methods.includes('intra')) throw new Failure('reauthentication_required', { methods })
  const { identity } = await redeem(exchange, 'login')
  if ((await findUserByIntra(identity))?.id !== viewer.userId) throw new Failure('wrong_intra_account')
  await db.$transaction(tx => markProven(tx, viewer, client))
}

/** What the owner of an account sees of its link to 42. */
export async function readConnections(userId: string) {
  const account = await findIntraOf(userId)
  return { isConfigured: isIntraConfigured(), linkedAt: account?.createdAt ?? null, login: account?.label ?? null }
}

type Visit = { identity: IntraIdentity; startedBy: string | null }

/** Spends what a visit to 42 brought back. @throws Failure `invalid_exchange` */
async function redeem(exchange: string | undefined, purpose: IntraPurpose): Promise<Visit> {
  assertIntraConfigured()
  const opened = await openSealed('api_token', exchange)
  if (!opened || opened.data.purpose !== purpose || !(await spendSealed(opened))) throw new Failure('invalid_exchange')
  const { startedBy } = opened.data
  return {
    identity: readSealedIdentity(opened.data),
    startedBy: typeof startedBy === 'string' ? startedBy : null,
  }
}

async function linkAndTell(
  userId: string,
  identity: IntraIdentity,
  client: Client,
  andThen?: (tx: Transaction) => Promise<void>,
) {
  await linkIntraAccount(userId, identity, client, async tx => {
    await andThen?.(tx)
    await post(tx, userId, letters.intraLinked(client, identity.login))
  })
}
