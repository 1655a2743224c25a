import { v7 as uuidv7 } from 'uuid'
import { inBatches } from '../batches'
import { db, type Sql, sql, type Transaction } from '../db'
import type { Role, Transport } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { type Bearer, mintAccessToken, mintRefreshToken, readAccessToken, readRefreshToken } from './tokens'

/** A session ends 30 days after its sign-in, used or not. */
export const SESSION_SECONDS = 30 * 24 * 3600

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

/** Who is calling with this access token, if its session still stands: one statement. */
export async function findViewer(accessToken: string): Promise<Viewer | undefined> {
  const bearer = await readAccessToken(accessToken)
  return bearer && standingSession(bearer.sessionId, bearer.userId)
}

/** The session behind a verified token, unless it has ended, run out, or its user was disabled or removed. */
export async function standingSession(sessionId: string, userId: string): Promise<Viewer | undefined> {
  const row = await findStanding(sessionId)
  if (row?.userId !== userId) return undefined
  if (row.stale) void touch(sessionId).catch(() => undefined)
  const { stale: _, ...viewer } = row
  return viewer
}

/** Asked by nearly every request of a signed-in user. */
const findStanding = inBatches(async (ids: string[]) => {
  const rows = await sql<Viewer & { stale: boolean }>`
    SELECT s.id AS "sessionId", s."userId", u.role, u.number AS "userNumber", s.method, s."authenticatedAt",
      s."lastSeenAt" < now() - interval '1 minute' AS stale
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ANY (${ids}::uuid[]) AND s."expiresAt" > now() AND u."disabledAt" IS NULL`
  const standing = new Map(rows.map(row => [row.sessionId, row]))
  return ids.map(id => standing.get(id))
})

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

/** The tokens of one generation of a session. */
export function tokensOf(family: {
  id: string
  userId: string
  role: Role
  transport: Transport
  generation: number
  /** When this generation began. */
  since: Date
  expiresAt: Date
}): Session {
  const bearer = { userId: family.userId, sessionId: family.id, role: family.role }
  const tokens = { accessToken: mintAccessToken(bearer), refreshToken: mintRefreshToken(family) }
  return { ...bearer, ...tokens, expiresAt: family.expiresAt }
}

const touch = (sessionId: string) => sql`UPDATE "Session" SET "lastSeenAt" = now() WHERE id = ${sessionId}`
