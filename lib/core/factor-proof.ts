import { unseal } from '../crypto'
import { db, type Sql, sql, sqlIn, type Transaction } from '../db'
import { type Client, record } from './activity'
import { countAttempt, FACTOR_PATIENCE, forgive } from './attempts'
import { type CodeScope, spendEmailCode } from './email-codes'
import { Failure } from './failures'
import { letters, post } from './letters'
import { countRecoveryCodes, hashRecoveryCode, spendRecoveryCode } from './recovery-codes'
import { driftOf, matchStep, STEP_SECONDS } from './totp'

/** By what a second factor was proven. */
export type Proof = 'totp' | 'email' | 'recovery_code'

export type ProofRequest = {
  userId: string
  /** Six digits, or a recovery code of ten characters. */
  code: string
  /** What a mailed code must have been mailed for. */
  scope: CodeScope
  client: Client
  /** Whether a recovery code may stand in for the factor. */
  recovery: boolean
}

/**
 * Checks a second factor, counts wrong ones of every kind together, and spends the right one in the same transaction as
 * what it was asked for: never one without the other.
 *
 * @throws Failure `too_many_attempts`, `invalid_code` (with the phone's clock error where that explains it),
 * `code_already_used`
 */
export async function proveFactor<T>(
  request: ProofRequest,
  andThen: (tx: Transaction, proof: Proof) => Promise<T>,
): Promise<T> {
  const key = factorAttempts(request.userId)
  const lastTry = await countAttempt(key, FACTOR_PATIENCE)
  const { outcome, refusal } = await tryCode(request, andThen).catch(async error => {
    await forgive(key).catch(() => undefined)
    throw error
  })
  if (outcome) {
    await forgive(key)
    return outcome.result
  }
  await noteWrongCode(request, lastTry)
  throw await refusal()
}

/** Throws what the act itself throws, after a right code: that is no wrong guess, and nothing is spent. */
async function tryCode<T>(request: ProofRequest, andThen: (tx: Transaction, proof: Proof) => Promise<T>) {
  const { proof, spend, refusal } = await prepareCheck(request)
  const outcome = await db.$transaction(async tx => {
    if (!(await spend(sqlIn(tx)))) return undefined
    if (proof === 'recovery_code') await tellCodeUsed(tx, request)
    return { result: await andThen(tx, proof) }
  })
  return { outcome, refusal }
}

/** The counter of wrong second factors of an account. */
export const factorAttempts = (userId: string) => `factor:${userId}`

/** The confirmed second factor of an account; undefined when it has none. */
export async function findFactor(userId: string) {
  const [factor] = await sql<{ kind: 'totp' | 'email'; sealedSecret: string | null; lastStep: number }>`
    SELECT kind, "sealedSecret", "lastStep" FROM "SecondFactor"
    WHERE "userId" = ${userId} AND "confirmedAt" IS NOT NULL`
  return factor
}

/** Where a user's secret lives, for sealing. */
export const secretContext = (userId: string) => `SecondFactor:${userId}`

type Check = {
  proof: Proof
  /** One conditional statement; whether it changed a row decides. */
  spend(run: Sql): Promise<boolean>
  refusal(): Promise<Failure>
}

const nothing = { spend: async () => false, refusal: async () => new Failure('invalid_code') }

/** Does the slow part before the transaction. */
async function prepareCheck({ userId, code, scope, recovery }: ProofRequest): Promise<Check> {
  if (!/^\d{6}$/.test(code)) {
    const hash = recovery ? await hashRecoveryCode(userId, code.toUpperCase()) : undefined
    return { ...nothing, proof: 'recovery_code', ...(hash && { spend: run => spendRecoveryCode(run, userId, hash) }) }
  }
  const factor = await findFactor(userId)
  if (factor?.kind === 'email')
    return { ...nothing, proof: 'email', spend: run => spendEmailCode(run, userId, scope, code) }
  if (!factor?.sealedSecret) return { ...nothing, proof: 'totp' }
  const secret = unseal(factor.sealedSecret, secretContext(userId)).toString()
  const step = matchStep(secret, code)
  if (step === undefined) return { ...nothing, proof: 'totp', refusal: () => refusalOf(userId, secret, code) }
  return {
    proof: 'totp',
    spend: run => advanceStep(run, userId, step),
    refusal: async () => new Failure('code_already_used'),
  }
}

/** So many steps are a day. */
const DAY_STEPS = 2880

/**
 * A code counts once, over all doors: the last accepted step only moves forward. One that lies more than a day ahead was
 * accepted by a clock that was wrong, and locks nobody out once that is right again.
 */
async function advanceStep(run: Sql, userId: string, step: number): Promise<boolean> {
  const rows = await run`
    UPDATE "SecondFactor" SET "lastStep" = ${step}, "driftSteps" = NULL, "driftAt" = NULL
    WHERE "userId" = ${userId}::uuid AND ("lastStep" < ${step} OR "lastStep" > ${step + DAY_STEPS})
      AND "confirmedAt" IS NOT NULL
    RETURNING 1`
  return rows.length > 0
}

/**
 * Why a code of an app, live or being set up, is refused. Only a second one that is off by the same time tells of a
 * clock; one alone may be chance.
 */
export async function refusalOf(userId: string, secret: string, code: string): Promise<Failure> {
  const drift = driftOf(secret, code)
  if (drift === undefined) return new Failure('invalid_code')
  const before = await db.secondFactor.findUnique({ where: { userId }, select: { driftSteps: true, driftAt: true } })
  await db.secondFactor.update({ where: { userId }, data: { driftSteps: drift, driftAt: new Date() } })
  const recent = before?.driftAt && Date.now() - before.driftAt.getTime() < 600_000
  const same = before?.driftSteps != null && Math.abs(before.driftSteps - drift) <= 1
  return new Failure('invalid_code', recent && same ? { clockOffsetSeconds: drift * STEP_SECONDS } : {})
}

/** Writes a wrong code into the history; the one that uses the patience up is mailed, too. */
export async function noteWrongCode({ userId, client }: { userId: string; client: Client }, lastTry: boolean) {
  await db.$transaction(async tx => {
    await record(tx, userId, 'second_factor_failed', client)
    if (!lastTry) return
    await record(tx, userId, 'second_factor_locked', client)
    await post(tx, userId, letters.secondFactorLocked(client))
  })
}

async function tellCodeUsed(tx: Transaction, { userId, client }: ProofRequest) {
  const left = await countRecoveryCodes(userId, tx)
  await record(tx, userId, 'recovery_code_used', client, { left })
  await post(tx, userId, letters.recoveryCodeUsed(client, left))
}
