import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { sha256 } from '../crypto'
import { db, sql, type Transaction } from '../db'
import type { Client } from './activity'
import { Failure } from './failures'

/** So long a remembered browser is not asked for a second factor, in days. */
export const TRUST_DAYS = 30

/** Remembers a browser. @returns what it keeps as a cookie, and until when. */
export async function trustDevice(tx: Transaction, userId: string, { address, device }: Client) {
  const value = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + TRUST_DAYS * 86_400_000)
  await tx.trustedDevice.create({
    data: { id: uuidv7(), userId, hash: new Uint8Array(sha256(value)), expiresAt, address, device },
  })
  return { value, expiresAt }
}

/** Whether a browser has been remembered by this very user. */
export async function isTrustedDevice(userId: string, value: string | undefined): Promise<boolean> {
  if (!value) return false
  const rows = await sql`
    SELECT 1 FROM "TrustedDevice" WHERE hash = ${sha256(value)} AND "userId" = ${userId} AND "expiresAt" > now()`
  return rows.length > 0
}

export const listTrustedDevices = (userId: string) =>
  db.trustedDevice.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, address: true, device: true, createdAt: true, expiresAt: true },
  })

/** Forgets a remembered browser. @throws Failure `not_found` */
export async function forgetTrustedDevice(userId: string, id: string): Promise<void> {
  const { count } = await db.trustedDevice.deleteMany({ where: { id, userId } })
  if (!count) throw new Failure('not_found')
}

/** Forgets all of them: whoever resets a password or a factor trusts no browser any more. */
export const forgetTrustedDevices = (tx: Transaction, userId: string) =>
  tx.trustedDevice.deleteMany({ where: { userId } })
