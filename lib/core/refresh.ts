import { inBatches } from '../batches'
import { db, sql } from '../db'
import type { Role, Transport } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { letters, post } from './letters'
import { findViewer, type Session, standingSession, tokensOf, type Viewer } from './sessions'
import { readAccessToken, readRefreshToken } from './tokens'

/** So long a rotated-out refresh token still answers with its successor, for parallel tabs and lost answers. */
export const GRACE_SECONDS = 20

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
  const family = (rotate && (await rotateFamily(claims))) || (await findFamily(claims.sessionId))
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

/**
 * Moves a family on from the generation that was shown; undefined when that is no longer, or not yet, the present one.
 * Whoever shows the same at once is given the same successor. Two instances that wait for each other are told apart by
 * PostgreSQL, and {@link sql} does it again.
 */
const rotateFamily = inBatches(
  async (shown: { sessionId: string; generation: number }[]): Promise<(Family | undefined)[]> => {
    const rows = await sql<Family>`
      UPDATE "Session" s SET generation = s.generation + 1, "rotatedAt" = ARRAY[now()] || s."rotatedAt"[1:15],
        "lastSeenAt" = now()
      FROM unnest(${shown.map(({ sessionId }) => sessionId)}::uuid[], ${shown.map(({ generation }) => generation)}::int[])
        AS shown (id, generation), "User" u
      WHERE s.id = shown.id AND s.generation = shown.generation AND s."expiresAt" > now()
        AND u.id = s."userId" AND u."disabledAt" IS NULL
      RETURNING s.id, s."userId", u.role, s.transport, s.generation, s."rotatedAt"[1:1], s."createdAt", s."expiresAt",
        now() AS now, true AS advanced`
    const advanced = new Map(rows.map(row => [`${row.id} ${row.generation}`, row]))
    return shown.map(({ sessionId, generation }) => advanced.get(`${sessionId} ${generation + 1}`))
  },
)

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
