import { sql } from '../db'
import type { Role } from '../generated/prisma/client'
import { nameDevice } from '../messages/devices'
import { Failure } from './failures'
import { type Preference, preferencesOf } from './preferences'
import type { Value } from './settings'

/** A user as document 003 knows them. */
export type VaultUser = {
  id: string
  number: number
  email: string
  name: string
  role: Role
  isFromIntra: boolean
  entries: number
  tokens: number
  lastSeenAt: Date | null
  createdAt: Date
  /** When a link to choose a new password was mailed that is still good. */
  resetAt: Date | null
  preferences: Preference[]
}

type Row = Omit<VaultUser, 'preferences'> & { chosen: Record<string, Value> | null; locks: string | null }

/** Every user, in the order of their numbers: one statement. */
export const listVaultUsers = () => find(null, null)

/** The user of this number. @throws Failure `not_found` */
export const readVaultUser = async (number: number) => only(await find(number, null))

/** Whoever is calling. @throws Failure `not_found` */
export const readOwnVaultUser = async (userId: string) => only(await find(null, userId))

/** The id of the user of this number. @throws Failure `not_found` */
export async function userIdOf(number: number): Promise<string> {
  return only(await sql<{ id: string }>`SELECT id FROM "User" WHERE number = ${number}`).id
}

async function find(number: number | null, id: string | null): Promise<VaultUser[]> {
  const rows = await sql<Row>`
    SELECT u.id, u.number, u.email, coalesce(u."displayName", u.username, u.email) AS name, u.role, u."createdAt",
      EXISTS (SELECT 1 FROM "Account" a WHERE a."userId" = u.id) AS "isFromIntra",
      (SELECT count(*)::int FROM "VaultEntry" e WHERE e."userId" = u.id) AS entries,
      (SELECT count(*)::int FROM "PersonalToken" t WHERE t."userId" = u.id
        AND (t."expiresAt" IS NULL OR t."expiresAt" > now())) AS tokens,
      (SELECT max(s."lastSeenAt") FROM "Session" s WHERE s."userId" = u.id) AS "lastSeenAt",
      (SELECT max(t."createdAt") FROM "Ticket" t WHERE t."userId" = u.id AND t.purpose = 'reset'
        AND t."expiresAt" > now()) AS "resetAt",
      (SELECT jsonb_object_agg(p.name, p.value) FROM "Preference" p WHERE p."userId" = u.id) AS chosen,
      (SELECT value #>> '{}' FROM "Setting" WHERE name = 'lockedPreferences') AS locks
    FROM "User" u
    WHERE (${number}::int IS NULL OR u.number = ${number}::int) AND (${id}::uuid IS NULL OR u.id = ${id}::uuid)
    ORDER BY u.number`
  return rows.map(({ chosen, locks, ...user }) => ({
    ...user,
    preferences: preferencesOf(new Map(Object.entries(chosen ?? {})), locks ?? ''),
  }))
}

function only<Row>([row]: Row[]): Row {
  if (!row) throw new Failure('not_found')
  return row
}

/** One sign-in of a user, or a try at it. */
export type Authentication = {
  id: string
  address: string
  device: string
  at: Date
  succeeded: boolean
  method: string | null
  browser: string | null
  system: string | null
}

/** The newest sign-ins of a user. @param months how far back. */
export async function listAuthentications(
  userId: string,
  { limit, months }: { limit: number | null; months: number },
): Promise<Authentication[]> {
  const rows = await sql<Omit<Authentication, 'browser' | 'system'>>`
    SELECT id, address, device, at, kind = 'signed_in' AS succeeded, data->>'method' AS method FROM "Event"
    WHERE "userId" = ${userId}::uuid AND kind IN ('signed_in', 'sign_in_failed')
      AND at > now() - make_interval(months => ${months}::int)
    ORDER BY at DESC, id DESC LIMIT least(${limit}::int, 1000)`
  return rows.map(row => {
    const { known, name, system } = nameDevice(row.device)
    return { ...row, browser: name || null, system: known === 'both' ? system : null }
  })
}
