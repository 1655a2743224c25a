import { v7 as uuidv7 } from 'uuid'
import { db, type Sql, sql, type Transaction } from '../db'
import type { Role, Transport } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { letters, post } from './letters'
import { type Bearer, mintAccessToken, mintRefreshToken, readAccessToken, readRefreshToken } from './tokens'

/** A session ends 30 days after its sign-in, used or not. */
export const SESSION_SECONDS = 30 * 24 * 3600

/** So long a rotated-out refresh token still answers with its successor, for parallel tabs and lost answers. */
export const GRACE_SECONDS = 20

/** What a signed-in client is given. */
export type Session = Bearer & { accessToken: string; refreshToken: string; expiresAt: Date }

/** Who is calling, while the session behind the access token stands. */
export type Viewer = {
  userId: string
  /** The integer by which document 003 names the user. */
  userNumber: number
  sessionId: string
  role: Role
  method: string
  /** When this session last proved a password or a factor. */
  authenticatedAt: Date
}

/**
 * Begins a session, writes `signed_in` into the history and forgets wrong guesses: one statement. A remembered browser is
 * let in without its second factor, and has to prove it for the first sensitive act.
 *
 * @param factorProven whether a second factor was proven, where there is one.
 * @returns undefined for an account that asks for a second factor which was not proven, or that vanished or was disabled
 * a moment ago.
 */
export async function startSession(
  userId: string,
  {
    method,
    transport,
    client,
    factorProven,
  }: { method: string; transport: Transport; client: Client; factorProven: boolean },
  run: Sql = sql,
): Promise<Session | undefined> {
  const id = uuidv7()
  const [row] = await run<{ role: Role; createdAt: Date; expiresAt: Date }>`
    WITH person AS (
      SELECT id, role, (${method}::text LIKE '%+%' OR NOT EXISTS (
          SELECT 1 FROM "SecondFactor" f WHERE f."userId" = u.id AND f."confirmedAt" IS NOT NULL)) AS proven
      FROM "User" u
      WHERE id = ${userId}::uuid AND "disabledAt" IS NULL AND "activatedAt" IS NOT NULL
        AND (${factorProven}::boolean OR NOT EXISTS (
          SELECT 1 FROM "SecondFactor" f WHERE f."userId" = u.id AND f."confirmedAt" IS NOT NULL))
    ), forgotten AS (
      DELETE FROM "Failures" WHERE key IN (
        SELECT 'password:' || id FROM person UNION SELECT 'factor:' || id FROM person WHERE ${method}::text LIKE '%+%')
    ), happened AS (
      INSERT INTO "Event" (id, "userId", kind, data, address, device)
      SELECT ${uuidv7()}::uuid, id, 'signed_in', jsonb_build_object('method', ${method}::text),
        ${client.address}, ${client.device} FROM person
    ), begun AS (
      INSERT INTO "Session" (id, "userId", transport, method, address, device,
        "authenticatedAt", "lastSeenAt", "expiresAt")
      SELECT ${id}::uuid, id, ${transport}::"Transport", ${method}, ${client.address}, ${client.device},
        CASE WHEN proven THEN now() ELSE to_timestamp(0) END, now(), now() + make_interval(secs => ${SESSION_SECONDS}) FROM person
      RETURNING "createdAt", "expiresAt"
    )
    SELECT role, "createdAt", "expiresAt" FROM begun, person`
  return row && tokensOf({ id, userId, transport, generation: 0, since: row.createdAt, ...row })
}

/**
 * Goes on with a session by its refresh token.
 *
 * Rotating moves the family one generation on and dates the one before. A rotated-out token answers with the current one
 * for {@link GRACE_SECONDS}; after that it has been stolen or kept, and ends the whole family (RFC 9700, 4.14.2).
 *
 * @throws Failure `invalid_refresh_token`, `wrong_token_type` for an access token, `account_gone`
 */
export async function continueSession(
  refreshToken: string,
  { transport, rotate, client }: { transport: Transport; rotate: boolean; client: Client },
): Promise<Session> {
  const claims = await readRefreshToken(refreshToken, transport)
  if (!claims) throw new Failure((await readAccessToken(refreshToken)) ? 'wrong_token_type' : 'invalid_refresh_token')
  const family =
    (rotate && (await rotateFamily(claims.sessionId, claims.generation))) || (await findFamily(claims.sessionId))
  if (!family) throw new Failure((await isUsable(claims.userId)) ? 'invalid_refresh_token' : 'account_gone')
  const behind = family.generation - claims.generation
  if (!family.advanced && behind !== 0 && !isInGrace(family, behind)) {
    await endReusedFamily(family, client)
    throw new Failure('invalid_refresh_token')
  }
  return tokensOf({ ...family, since: family.rotatedAt[0] ?? family.createdAt })
}

/**
 * A new access token for the holder of a refresh cookie, without rotating it (documents 000 and 001).
 *
 * @throws Failure `access_token_still_valid`, `missing_refresh_token`, and as {@link continueSession}
 */
export async function refreshAccess(
  { accessToken, refreshToken }: { accessToken: string | undefined; refreshToken: string | undefined },
  client: Client,
): Promise<Session> {
  if (accessToken && (await findViewer(accessToken))) throw new Failure('access_token_still_valid')
  if (!refreshToken) throw new Failure('missing_refresh_token')
  return continueSession(refreshToken, { transport: 'cookie', rotate: false, client })
}

/** Who is calling with this access token, if its session still stands: one statement. */
export async function findViewer(accessToken: string): Promise<Viewer | undefined> {
  const bearer = await readAccessToken(accessToken)
  return bearer && standingSession(bearer.sessionId, bearer.userId)
}

/** @throws Failure `invalid_token` unless this is an access or refresh token whose session stands. */
export async function assertTokenStands(token: string): Promise<void> {
  if (await findViewer(token)) return
  for (const transport of ['body', 'cookie'] as const) if (await findHolder(token, transport)) return
  throw new Failure('invalid_token')
}

/** Who holds this refresh cookie, for pages that only want to know who is looking. Nothing is rotated. */
export async function findViewerByRefreshToken(refreshToken: string): Promise<Viewer | undefined> {
  const family = await findHolder(refreshToken, 'cookie')
  return family && standingSession(family.id, family.userId)
}

/** The session behind a verified token, unless it has ended, run out, or its user was disabled or removed. */
export async function standingSession(sessionId: string, userId: string): Promise<Viewer | undefined> {
  const [row] = await sql<Omit<Viewer, 'userId' | 'sessionId'> & { stale: boolean }>`
    SELECT u.role, u.number AS "userNumber", s.method, s."authenticatedAt", s."lastSeenAt" < now() - interval '1 minute' AS stale
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ${sessionId} AND s."userId" = ${userId} AND s."expiresAt" > now() AND u."disabledAt" IS NULL`
  if (!row) return undefined
  if (row.stale) void touch(sessionId).catch(() => undefined)
  const { stale: _, ...viewer } = row
  return { userId, sessionId, ...viewer }
}

/** Ends one session; others of the user go on. Ending an ended one changes nothing. */
export async function endSession(userId: string, sessionId: string, client: Client): Promise<boolean> {
  return db.$transaction(async tx => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, userId } })
    if (count) await record(tx, userId, 'signed_out', client, { session: sessionId })
    return count > 0
  })
}

/**
 * Signs out: ends the session of the caller, and that of the refresh cookie when it is the same user's.
 *
 * @throws Failure `missing_refresh_token`, `invalid_refresh_token` when the session has ended all the same.
 */
export async function signOut(viewer: Viewer, refreshToken: string | undefined, client: Client): Promise<void> {
  const claims = refreshToken === undefined ? undefined : await readRefreshToken(refreshToken, 'cookie')
  await endSession(viewer.userId, viewer.sessionId, client)
  if (refreshToken === undefined) throw new Failure('missing_refresh_token')
  const isCookieMine =
    claims?.sessionId === viewer.sessionId || (claims && (await endSession(viewer.userId, claims.sessionId, client)))
  if (!isCookieMine) throw new Failure('invalid_refresh_token')
}

/** Ends all sessions of a user, or all but one. @returns how many ended. */
export async function endSessions(
  tx: Transaction,
  userId: string,
  { except, client }: { except?: string | undefined; client: Client },
): Promise<number> {
  const { count } = await tx.session.deleteMany({ where: { userId, ...(except && { id: { not: except } }) } })
  if (count) await record(tx, userId, 'sessions_ended', client, { count })
  return count
}

/** As {@link endSessions}, as an act of its own. */
export const signOutEverywhere = (userId: string, client: Client, except?: string) =>
  db.$transaction(tx => endSessions(tx, userId, { except, client }))

/** Ends one of the caller's sessions, named by its id. @throws Failure `not_found` */
export async function endOwnSession(viewer: Viewer, sessionId: string, client: Client): Promise<void> {
  if (!(await endSession(viewer.userId, sessionId, client))) throw new Failure('not_found')
}

/** The devices that are signed in: the caller's own first, then the most recently seen. */
export async function listSessions(viewer: Viewer) {
  const sessions = await db.session.findMany({
    where: { userId: viewer.userId, expiresAt: { gt: new Date() } },
    orderBy: { lastSeenAt: 'desc' },
    select: { id: true, method: true, address: true, device: true, createdAt: true, lastSeenAt: true, expiresAt: true },
  })
  return sessions
    .map(session => ({ ...session, current: session.id === viewer.sessionId }))
    .sort((one, other) => Number(other.current) - Number(one.current))
}

type Family = {
  id: string
  userId: string
  role: Role
  transport: Transport
  generation: number
  rotatedAt: Date[]
  createdAt: Date
  expiresAt: Date
  /** The database's clock. */
  now: Date
  /** This very call moved it on. */
  advanced: boolean
}

async function rotateFamily(sessionId: string, generation: number): Promise<Family | undefined> {
  const [row] = await sql<Family>`
    UPDATE "Session" s SET generation = s.generation + 1, "rotatedAt" = ARRAY[now()] || s."rotatedAt"[1:15],
      "lastSeenAt" = now()
    FROM "User" u
    WHERE s.id = ${sessionId} AND s.generation = ${generation} AND s."expiresAt" > now()
      AND u.id = s."userId" AND u."disabledAt" IS NULL
    RETURNING s.id, s."userId", u.role, s.transport, s.generation, s."rotatedAt"[1:1], s."createdAt", s."expiresAt",
      now() AS now, true AS advanced`
  return row
}

async function findFamily(sessionId: string): Promise<Family | undefined> {
  const [row] = await sql<Family>`
    SELECT s.id, s."userId", u.role, s.transport, s.generation, s."rotatedAt", s."createdAt", s."expiresAt",
      now() AS now, false AS advanced
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ${sessionId} AND s."expiresAt" > now() AND u."disabledAt" IS NULL`
  return row
}

const isUsable = async (userId: string) => (await db.user.count({ where: { id: userId, disabledAt: null } })) > 0

async function findHolder(refreshToken: string, transport: Transport): Promise<Family | undefined> {
  const claims = await readRefreshToken(refreshToken, transport)
  const family = claims && (await findFamily(claims.sessionId))
  if (!claims || !family) return undefined
  const behind = family.generation - claims.generation
  return behind === 0 || isInGrace(family, behind) ? family : undefined
}

/** A token `behind` generations old was rotated out when its successor began; a token from the future was never ours. */
function isInGrace({ rotatedAt, now }: Family, behind: number): boolean {
  const rotatedOut = rotatedAt[behind - 1]
  return rotatedOut !== undefined && now.getTime() - rotatedOut.getTime() <= GRACE_SECONDS * 1000
}

async function endReusedFamily({ id, userId }: Family, client: Client) {
  await db.$transaction(async tx => {
    const { count } = await tx.session.deleteMany({ where: { id } })
    if (!count) return
    await record(tx, userId, 'refresh_token_reused', client, { session: id })
    await post(tx, userId, letters.sessionEndedForSafety(client))
  })
}

async function tokensOf(
  family: Omit<Family, 'rotatedAt' | 'advanced' | 'createdAt' | 'now'> & { since: Date },
): Promise<Session> {
  const bearer = { userId: family.userId, sessionId: family.id, role: family.role }
  const [accessToken, refreshToken] = await Promise.all([mintAccessToken(bearer), mintRefreshToken(family)])
  return { ...bearer, accessToken, refreshToken, expiresAt: family.expiresAt }
}

const touch = (sessionId: string) => sql`UPDATE "Session" SET "lastSeenAt" = now() WHERE id = ${sessionId}`
