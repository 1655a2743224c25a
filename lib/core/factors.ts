import { seal, unseal } from '../crypto'
import { db, type Sql, sqlIn, type Transaction } from '../db'
import type { FactorKind } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { countAttempt, FACTOR_PATIENCE, forgive } from './attempts'
import { mailCode, spendEmailCode } from './email-codes'
import { factorAttempts, findFactor, noteWrongCode, proveFactor, refusalOf, secretContext } from './factor-proof'
import { Failure } from './failures'
import { letters, post } from './letters'
import { countRecoveryCodes, drawRecoveryCodes, hashRecoveryCode, keepRecoveryCodes } from './recovery-codes'
import { endSessions, type Viewer } from './sessions'
import { assertRecentProof, demandFreshProof } from './step-up'
import { matchStep, newTotpSecret, totpUri } from './totp'
import { forgetTrustedDevices } from './trusted-devices'

export type FactorStatus = {
  kind: FactorKind | undefined
  confirmedAt: Date | undefined
  /** What is being set up, and waits for its first code. */
  pendingKind: FactorKind | undefined
  recoveryCodesLeft: number
}

/** What stands between a password and this account. */
export async function readFactorStatus(userId: string): Promise<FactorStatus> {
  const [factor, recoveryCodesLeft] = await Promise.all([
    db.secondFactor.findUnique({
      where: { userId },
      select: { kind: true, confirmedAt: true, pendingKind: true, pendingAt: true },
    }),
    countRecoveryCodes(userId),
  ])
  const confirmedAt = factor?.confirmedAt ?? undefined
  const kind = (confirmedAt && factor?.kind) || undefined
  const pendingKind = kind || !isFresh(factor?.pendingAt) ? undefined : (factor?.pendingKind ?? undefined)
  return { kind, confirmedAt, pendingKind, recoveryCodesLeft }
}

/**
 * Begins to set up an authenticator app. The secret is pending until a code of it is confirmed; asking again replaces
 * the pending one and never the one in use.
 *
 * @throws Failure `factor_already_active`
 */
export async function beginTotp(viewer: Viewer): Promise<{ secret: string; uri: string }> {
  await assertNoFactor(viewer.userId)
  const { email } = await db.user.findUniqueOrThrow({ where: { id: viewer.userId }, select: { email: true } })
  const secret = newTotpSecret()
  await keepPending(viewer.userId, 'totp', seal(secret, secretContext(viewer.userId)))
  return { secret, uri: totpUri(secret, email) }
}

/** Begins to set up a factor of either kind. @returns the secret of an authenticator app; nothing for codes by e-mail. */
export async function startEnrolment(viewer: Viewer, kind: FactorKind, client: Client) {
  if (kind === 'totp') return beginTotp(viewer)
  await beginEmailCodes(viewer, client)
  return undefined
}

/** Goes on with the secret that is being set up, as after a reload of the page, else begins. @throws as {@link beginTotp} */
export const continueTotp = async (viewer: Viewer) => (await readPendingTotp(viewer)) ?? beginTotp(viewer)

/** The pending secret again, for a page that was reloaded; undefined when there is none younger than an hour. */
export async function readPendingTotp(viewer: Viewer): Promise<{ secret: string; uri: string } | undefined> {
  const row = await db.secondFactor.findUnique({ where: { userId: viewer.userId }, include: { user: true } })
  if (row?.pendingKind !== 'totp' || !row.pendingSecret || !isFresh(row.pendingAt)) return undefined
  const secret = unseal(row.pendingSecret, secretContext(viewer.userId)).toString()
  return { secret, uri: totpUri(secret, row.user.email) }
}

/** Begins to set up codes by e-mail, and mails the first. @throws Failure `factor_already_active`, `too_many_attempts` */
export async function beginEmailCodes(viewer: Viewer, client: Client): Promise<void> {
  await assertNoFactor(viewer.userId)
  await keepPending(viewer.userId, 'email', null)
  await mailCode(viewer.userId, 'account', client)
}

/**
 * Turns the pending factor on with a first code, which counts as used. Other sessions end when that is wanted; those that
 * go on have proven nothing of the new factor, and are asked for it before any sensitive act (ASVS 7.4.3).
 *
 * @returns ten recovery codes, shown this once; the old set dies. None when `withCodes` is false.
 * @throws Failure `factor_not_pending`, `invalid_code` (with the phone's clock error where that explains it),
 * `too_many_attempts`
 */
export async function confirmFactor(
  viewer: Viewer,
  { code, withCodes, endOthers }: { code: string; withCodes: boolean; endOthers?: boolean | undefined },
  client: Client,
): Promise<string[]> {
  const { userId } = viewer
  await assertNoFactor(userId)
  const pending = await findPending(userId)
  const lastTry = await countAttempt(factorAttempts(userId), FACTOR_PATIENCE)
  const step = pending.secret ? matchStep(pending.secret, code) : 0
  const { codes, hashes } = withCodes && step !== undefined ? await drawRecoveryCodes() : { codes: [], hashes: [] }
  const confirmed = await db.$transaction(async tx => {
    const kind = step !== undefined && (await activatePending(sqlIn(tx), userId, { ...pending, step, code }))
    if (!kind) return false
    await keepRecoveryCodes(tx, userId, hashes)
    await settleOthers(tx, viewer, { endOthers, client })
    await record(tx, userId, 'second_factor_enabled', client, { kind })
    await post(tx, userId, letters.secondFactorEnabled(client))
    return true
  })
  if (!confirmed) {
    await noteWrongCode({ userId, client }, lastTry)
    throw pending.secret ? await refusalOf(userId, pending.secret, code) : new Failure('invalid_code')
  }
  await forgive(factorAttempts(userId))
  return codes
}

/**
 * Turns the factor off with a code of its own; recovery codes and remembered browsers go.
 *
 * @param recovery whether a recovery code does, too: whoever has lost the phone must get on to the next one.
 * @throws Failure `factor_not_active`, `invalid_code`, `code_already_used`, `too_many_attempts`
 */
export async function disableFactor(
  viewer: Viewer,
  code: string,
  client: Client,
  { recovery = false, endOthers = false }: { recovery?: boolean; endOthers?: boolean | undefined } = {},
): Promise<void> {
  const { userId } = viewer
  if (!(await findFactor(userId))) throw new Failure('factor_not_active')
  await proveFactor({ userId, code, scope: 'account', client, recovery }, async tx => {
    await tx.secondFactor.delete({ where: { userId } })
    await keepRecoveryCodes(tx, userId, [])
    await forgetTrustedDevices(tx, userId)
    await tx.ticket.deleteMany({ where: { userId, purpose: 'sign_in' } })
    if (endOthers) await endSessions(tx, userId, { except: viewer.sessionId, client })
    await record(tx, userId, 'second_factor_disabled', client)
    await post(tx, userId, letters.secondFactorDisabled(client))
  })
}

/**
 * Makes a fresh set of recovery codes; the old one dies.
 *
 * @throws Failure `factor_not_active`, `reauthentication_required`
 */
export async function regenerateRecoveryCodes(viewer: Viewer, client: Client): Promise<string[]> {
  const { userId } = viewer
  if (!(await findFactor(userId))) throw new Failure('factor_not_active')
  await assertRecentProof(viewer)
  const { codes, hashes } = await drawRecoveryCodes()
  await db.$transaction(async tx => {
    await keepRecoveryCodes(tx, userId, hashes)
    await record(tx, userId, 'recovery_codes_regenerated', client)
    await post(tx, userId, letters.recoveryCodesRegenerated(client))
  })
  return codes
}

/** Whether a recovery code would work, without spending it. @throws Failure `invalid_code`, `too_many_attempts` */
export async function rehearseRecoveryCode(viewer: Viewer, code: string, client: Client): Promise<void> {
  const { userId } = viewer
  const lastTry = await countAttempt(factorAttempts(userId), FACTOR_PATIENCE)
  const hash = await hashRecoveryCode(userId, code.toUpperCase())
  const found = hash && (await db.recoveryCode.count({ where: { userId, hash, usedAt: null } }))
  if (!found) {
    await noteWrongCode({ userId, client }, lastTry)
    throw new Failure('invalid_code')
  }
  await forgive(factorAttempts(userId))
  await record(db, userId, 'recovery_code_rehearsed', client)
}

const PENDING_MS = 3_600_000

const isFresh = (at: Date | null | undefined) => at != null && Date.now() - at.getTime() < PENDING_MS

async function settleOthers(
  tx: Transaction,
  { userId, sessionId }: Viewer,
  { endOthers, client }: { endOthers: boolean | undefined; client: Client },
) {
  if (endOthers) await endSessions(tx, userId, { except: sessionId, client })
  else await demandFreshProof(tx, userId, { except: sessionId })
}

async function assertNoFactor(userId: string) {
  if (await findFactor(userId)) throw new Failure('factor_already_active')
}

async function keepPending(userId: string, pendingKind: FactorKind, pendingSecret: string | null) {
  const pending = { pendingKind, pendingSecret, pendingAt: new Date() }
  await db.secondFactor.upsert({ where: { userId }, create: { userId, ...pending }, update: pending })
}

type Pending = { sealed: string | null; secret: string | undefined }

/** What is being set up. @throws Failure `factor_not_pending` when nothing is, or for more than an hour */
async function findPending(userId: string): Promise<Pending> {
  const row = await db.secondFactor.findUnique({ where: { userId } })
  if (!row?.pendingKind || !isFresh(row.pendingAt)) throw new Failure('factor_not_pending')
  const sealed = row.pendingSecret
  return { sealed, secret: sealed ? unseal(sealed, secretContext(userId)).toString() : undefined }
}

/** Moves the pending factor into its place if it is still the one whose code this is, and none got there first. */
async function activatePending(
  run: Sql,
  userId: string,
  { sealed, step, code }: Pending & { step: number; code: string },
) {
  if (!sealed && !(await spendEmailCode(run, userId, 'account', code))) return undefined
  const [row] = await run<{ kind: FactorKind }>`
    UPDATE "SecondFactor" SET kind = "pendingKind", "sealedSecret" = "pendingSecret", "lastStep" = ${step},
      "driftSteps" = NULL, "driftAt" = NULL, "confirmedAt" = now(), "pendingKind" = NULL, "pendingSecret" = NULL, "pendingAt" = NULL
    WHERE "userId" = ${userId}::uuid AND "confirmedAt" IS NULL AND "pendingKind" IS NOT NULL
      AND "pendingSecret" IS NOT DISTINCT FROM ${sealed}
    RETURNING kind`
  return row?.kind
}
