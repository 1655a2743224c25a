import { randomInt } from 'node:crypto'
import { keyedHash } from '../crypto'
import { db, type Sql, type Transaction } from '../db'
import type { Client } from './activity'
import { countAttempt } from './attempts'
import { letters, post } from './letters'

/** Life of a mailed code, in seconds. */
export const EMAIL_CODE_SECONDS = 300

/** A code that was just mailed is not mailed again so soon, in seconds. */
const RESEND_SECONDS = 30

/** What a mailed code is good for: one challenge or reset (by its ticket), an act of the signed-in owner, or a sign-in for tokens. */
export type CodeScope = `ticket:${string}` | 'account' | 'tokens'

/**
 * Mails a fresh code of six digits; an older one dies. Asked again within half a minute for the same thing, it does
 * nothing: the mail is on its way.
 *
 * @throws Failure `too_many_attempts` after ten mails in a quarter of an hour.
 */
export async function mailCode(userId: string, scope: CodeScope, client: Client): Promise<void> {
  if (await isOnItsWay(userId, scope)) return
  await countAttempt(`mail:code:${userId}`, { most: 10, windowSeconds: 900 })
  await db.$transaction(tx => issueCode(tx, userId, scope, client))
}

/** Spends a mailed code: of any number of racers one gets it. */
export async function spendEmailCode(run: Sql, userId: string, scope: CodeScope, code: string): Promise<boolean> {
  const rows = await run`
    DELETE FROM "EmailCode"
    WHERE "userId" = ${userId}::uuid AND scope = ${scope} AND hash = ${hashOf(userId, scope, code)} AND "expiresAt" > now()
    RETURNING 1`
  return rows.length > 0
}

async function issueCode(tx: Transaction, userId: string, scope: CodeScope, client: Client) {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const issued = await tx.$executeRaw`
    INSERT INTO "EmailCode" AS c ("userId", scope, hash, "sentAt", "expiresAt")
    VALUES (${userId}::uuid, ${scope}, ${hashOf(userId, scope, code)}, now(),
      now() + make_interval(secs => ${EMAIL_CODE_SECONDS}))
    ON CONFLICT ("userId") DO UPDATE SET scope = excluded.scope, hash = excluded.hash,
      "sentAt" = excluded."sentAt", "expiresAt" = excluded."expiresAt"
    WHERE c.scope <> excluded.scope OR c."sentAt" <= now() - make_interval(secs => ${RESEND_SECONDS})`
  if (issued) await post(tx, userId, letters.emailCode(client, code))
}

async function isOnItsWay(userId: string, scope: CodeScope) {
  const current = await db.emailCode.findUnique({ where: { userId }, select: { scope: true, sentAt: true } })
  return current?.scope === scope && Date.now() - current.sentAt.getTime() < RESEND_SECONDS * 1000
}

/** A million codes are soon tried through, so the hash is keyed. */
const hashOf = (userId: string, scope: CodeScope, code: string) =>
  new Uint8Array(keyedHash(`${userId} ${scope} ${code}`, 'mailed codes'))
