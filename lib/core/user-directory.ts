import { sql } from '../db'
import type { FactorKind, Role } from '../generated/prisma/client'
import { Failure } from './failures'

export const USER_STATES = ['active', 'unactivated', 'disabled'] as const
export type UserState = (typeof USER_STATES)[number]

/** What administrators see of an account: how it stands, and nothing that would open it. */
export type UserSummary = {
  id: string
  /** The integer by which document 003 names the user. */
  number: number
  email: string
  username: string | null
  role: Role
  state: UserState
  createdAt: Date
  factor: FactorKind | null
  hasPassword: boolean
  /** What the 42 account was called when it was linked. */
  intraLogin: string | null
  lastSignInAt: Date | null
  sessions: number
  tokens: number
}

/** So many users make a page. */
const PAGE = 50

export type UserSearch = {
  /** Part of an address or username. */
  search?: string | undefined
  state?: UserState | undefined
  /** The number of the user that the page before ended with. */
  before?: number | undefined
}

/** A page of all users, the newest first. @returns the users, and the number to ask on with while there are more. */
export async function listUsers({ search, state, before }: UserSearch = {}) {
  const found = await summaries({ search: search?.trim().toLowerCase(), state, before })
  const users = found.slice(0, PAGE)
  return { users, next: found.length > PAGE ? users.at(-1)?.number : undefined }
}

/** One user. @throws Failure `not_found` */
export async function readUser(id: string): Promise<UserSummary> {
  const [user] = await summaries({ id })
  if (!user) throw new Failure('not_found')
  return user
}

const summaries = ({ id, search, state, before }: UserSearch & { id?: string }) => sql<UserSummary>`
  SELECT * FROM (
    SELECT u.id, u.number, u.email, coalesce(u."displayName", u.username) AS username, u.role, u."createdAt",
      CASE WHEN u."disabledAt" IS NOT NULL THEN 'disabled' WHEN u."activatedAt" IS NULL THEN 'unactivated'
        ELSE 'active' END AS state,
      f.kind AS factor, u."passwordHash" IS NOT NULL AS "hasPassword",
      (SELECT coalesce(a.label, '?') FROM "Account" a WHERE a."userId" = u.id LIMIT 1) AS "intraLogin",
      (SELECT max(e.at) FROM "Event" e WHERE e."userId" = u.id AND e.kind = 'signed_in') AS "lastSignInAt",
      (SELECT count(*)::int FROM "Session" s WHERE s."userId" = u.id AND s."expiresAt" > now()) AS sessions,
      (SELECT count(*)::int FROM "PersonalToken" t WHERE t."userId" = u.id) AS tokens
    FROM "User" u LEFT JOIN "SecondFactor" f ON f."userId" = u.id AND f."confirmedAt" IS NOT NULL
    WHERE (${id ?? null}::uuid IS NULL OR u.id = ${id ?? null}::uuid)
      AND (${search || null}::text IS NULL OR position(${search ?? ''} IN u.email) > 0
        OR position(${search ?? ''} IN coalesce(u.username, '')) > 0)
      AND (${before ?? null}::int IS NULL OR u.number < ${before ?? null}::int)
  ) people
  WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}
  ORDER BY number DESC LIMIT ${PAGE + 1}`
