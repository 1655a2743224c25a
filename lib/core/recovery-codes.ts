import { randomBytes, randomInt } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { db, type Sql, type Transaction } from '../db'
import { hashWithSalt } from './passwords'

export const RECOVERY_CODES = 10

/** At so few codes left their owner is reminded to make new ones. */
export const LOW_ON_CODES = 3

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Ten codes of ten base32 characters (50 bits each) with their Argon2id hashes; the codes are shown once. */
export async function drawRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const draw = () => Array.from({ length: 10 }, () => ALPHABET[randomInt(32)]).join('')
  const codes = Array.from({ length: RECOVERY_CODES }, draw)
  const salt = randomBytes(16)
  return { codes, hashes: await Promise.all(codes.map(code => hashWithSalt(code, salt))) }
}

/** Puts a new set in the place of the old one, which dies with all its codes. */
export async function keepRecoveryCodes(tx: Transaction, userId: string, hashes: string[]) {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: hashes.map(hash => ({ id: uuidv7(), userId, hash })) })
}

/** The hash under which a code would be kept, by the salt of the owner's set; undefined when there is none. */
export async function hashRecoveryCode(userId: string, code: string): Promise<string | undefined> {
  const any = await db.recoveryCode.findFirst({ where: { userId }, select: { hash: true } })
  const salt = any?.hash.split('$')[4]
  return salt && hashWithSalt(code, Buffer.from(salt, 'base64'))
}

/** Spends a code by its hash: of any number of racers one gets it. */
export async function spendRecoveryCode(run: Sql, userId: string, hash: string): Promise<boolean> {
  const rows = await run`
    UPDATE "RecoveryCode" SET "usedAt" = now()
    WHERE "userId" = ${userId}::uuid AND hash = ${hash} AND "usedAt" IS NULL
    RETURNING 1`
  return rows.length > 0
}

export const countRecoveryCodes = (userId: string, tx: Transaction | typeof db = db) =>
  tx.recoveryCode.count({ where: { userId, usedAt: null } })
