import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { v7 as uuidv7 } from 'uuid'
import { sha256 } from '../crypto'
import { db, sql, sqlIn, type Transaction } from '../db'
import type { Role } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { letters, post } from './letters'
import type { Viewer } from './sessions'
import { assertRecentProof } from './step-up'

/** What a token can be allowed to do. A token without any may do all that its owner may. */
export const SCOPES = ['vault:read', 'vault:write', 'vault:secrets', 'otp:generate', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** A program that calls with a personal access token, or the signed-in owner: either way, on whose behalf. */
export type Caller = {
  userId: string
  /** The integer by which document 003 names the user. */
  userNumber: number
  role: Role
  may(scope: Scope): boolean
  /** The owner's own session; undefined for a program. */
  session: Viewer | undefined
}

const PREFIX = 'lk_'
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_CHARACTERS = 34
const CHECKSUM_CHARACTERS = 6
const MOST_PER_USER = 100

/**
 * Makes a token: `lk_`, 34 random characters (202 bits) and a checksum of six, by which secret scanners know it.
 *
 * @returns the token itself, which is not kept and cannot be shown again.
 * @throws Failure `reauthentication_required`, `too_many_tokens`
 */
export async function createPersonalToken(
  viewer: Viewer,
  { name, scopes, expiresAt }: { name: string; scopes: Scope[]; expiresAt: Date | null },
  client: Client,
) {
  await assertRecentProof(viewer)
  const random = Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  const value = `${PREFIX}${random}${checksum(random)}`
  const data = { id: uuidv7(), userId: viewer.userId, name, scopes, expiresAt, prefix: value.slice(0, 8) }
  const token = await db.$transaction(async tx => {
    await assertRoomForToken(tx, viewer.userId)
    const created = await tx.personalToken.create({
      data: { ...data, hash: new Uint8Array(sha256(value)) },
      omit: { hash: true },
    })
    await record(tx, viewer.userId, 'token_created', client, { name })
    await post(tx, viewer.userId, letters.tokenCreated(client, name))
    return created
  })
  return { value, token }
}

/** One at a time for each user, so that a burst cannot exceed the number. */
async function assertRoomForToken(tx: Transaction, userId: string) {
  await sqlIn(tx)`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR UPDATE`
  if ((await tx.personalToken.count({ where: { userId } })) >= MOST_PER_USER) throw new Failure('too_many_tokens')
}

/** Who calls with a token: one statement. Its last use is noted at most once a minute. */
export async function findTokenCaller(value: string, address: string): Promise<Caller | undefined> {
  if (!isWellFormedToken(value)) return undefined
  const [row] = await sql<{ id: string; userId: string; number: number; role: Role; scopes: string[]; stale: boolean }>`
    SELECT t.id, u.id AS "userId", u.number, u.role, t.scopes,
      t."lastUsedAt" IS NULL OR t."lastUsedAt" < now() - interval '1 minute' AS stale
    FROM "PersonalToken" t JOIN "User" u ON u.id = t."userId"
    WHERE t.hash = ${sha256(value)} AND (t."expiresAt" IS NULL OR t."expiresAt" > now())
      AND u."disabledAt" IS NULL AND u."activatedAt" IS NOT NULL`
  if (!row) return undefined
  if (row.stale) void noteUse(row.id, address).catch(() => undefined)
  const { userId, number, role, scopes } = row
  const may = (scope: Scope) => (!scopes.length || scopes.includes(scope)) && (scope !== 'admin' || role === 'admin')
  return { userId, userNumber: number, role, may, session: undefined }
}

/** The signed-in owner, as a caller of the same API. */
export function callerOf(session: Viewer): Caller {
  const { userId, userNumber, role } = session
  return { userId, userNumber, role, may: scope => scope !== 'admin' || role === 'admin', session }
}

/** Whether this can be a token at all; a typing error is found without the database. */
export function isWellFormedToken(value: string): boolean {
  const random = value.slice(PREFIX.length, PREFIX.length + RANDOM_CHARACTERS)
  return /^lk_[0-9A-Za-z]{40}$/.test(value) && value.endsWith(checksum(random))
}

/** A user's tokens, newest first; never the tokens themselves. */
export const listPersonalTokens = (userId: string) =>
  db.personalToken.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, omit: { hash: true } })

/** Ends a token; it is refused from the next request on. @throws Failure `not_found` */
export async function revokePersonalToken(viewer: Viewer, id: string, client: Client): Promise<void> {
  await db.$transaction(async tx => {
    const token = await tx.personalToken.findFirst({ where: { id, userId: viewer.userId }, select: { name: true } })
    if (!token) throw new Failure('not_found')
    await tx.personalToken.deleteMany({ where: { id, userId: viewer.userId } })
    await record(tx, viewer.userId, 'token_revoked', client, { name: token.name })
  })
}

/** Ends all tokens of a user. @returns how many there were. */
export async function revokeAllPersonalTokens(userId: string): Promise<number> {
  return (await db.personalToken.deleteMany({ where: { userId } })).count
}

/** Tells owners once, a week ahead, that a token will expire. Runs by itself, every hour. */
export async function warnOfExpiringTokens(): Promise<void> {
  await db.$transaction(async tx => {
    const soon = await tx.$queryRaw<{ userId: string; name: string; expiresAt: Date }[]>`
      UPDATE "PersonalToken" SET "warnedAt" = now()
      WHERE "warnedAt" IS NULL AND "expiresAt" BETWEEN now() AND now() + interval '7 days'
        AND "createdAt" < "expiresAt" - interval '8 days'
      RETURNING "userId", name, "expiresAt"`
    for (const { userId, name, expiresAt } of soon) await post(tx, userId, letters.tokenExpires(name, expiresAt))
  })
}

/** The CRC-32 of the random part, in the same alphabet. */
function checksum(random: string): string {
  let rest = crc32(random)
  let text = ''
  for (let place = 0; place < CHECKSUM_CHARACTERS; place++) {
    text = `${ALPHABET[rest % ALPHABET.length]}${text}`
    rest = Math.floor(rest / ALPHABET.length)
  }
  return text
}

const noteUse = (id: string, address: string) =>
  sql`UPDATE "PersonalToken" SET "lastUsedAt" = now(), "lastAddress" = ${address} WHERE id = ${id}`
