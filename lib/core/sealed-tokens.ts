import { decode, encode } from 'next-auth/jwt'
import { type Sql, sql } from '../db'
import { env } from '../env'

/**
 * What a browser keeps for us between two requests: encrypted, good for one purpose, which is also the name of its
 * cookie. Life in seconds.
 */
export const sealedLife = {
  /** A visit to 42 that has begun. */
  state_token: 600,
  /** A finished visit; made by Auth.js (lib/intra.ts) in the same form. */
  api_token: 300,
  /** Somebody whose 42 account is proven and who has no account here yet. */
  intra_newcomer: 900,
} as const

export type SealedPurpose = keyof typeof sealedLife

/** A sealed token on its way to a cookie. */
export type Sealed = { value: string; expiresAt: Date }

/** A sealed token that has been opened: genuine, in time, of the purpose asked for. Whether it was used is not known yet. */
export type Opened = { id: string; data: Record<string, unknown>; issuedAt: Date; expiresAt: Date }

/** Seals data in the form of Auth.js (JWE, A256CBC-HS512, a key of its own for each purpose). */
export async function sealToken(purpose: SealedPurpose, data: Record<string, unknown>): Promise<Sealed> {
  const maxAge = sealedLife[purpose]
  const value = await encode({ token: data, secret: env().authSecret, salt: purpose, maxAge })
  return { value, expiresAt: new Date(Date.now() + maxAge * 1000) }
}

/** Opens a sealed token; undefined for one that is missing, forged, expired or of another purpose. */
export async function openSealed(purpose: SealedPurpose, value: string | undefined): Promise<Opened | undefined> {
  if (!value || value.length > 4096) return undefined
  const claims = await decode({ token: value, secret: env().authSecret, salt: purpose }).catch(() => null)
  if (!claims) return undefined
  const { jti, iat, exp, ...data } = claims
  // Auth.js itself lets a token live fifteen seconds longer.
  if (!jti || !iat || !exp || exp * 1000 <= Date.now()) return undefined
  return { id: jti, data, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) }
}

/** Uses a token up: of any number of racers one is told true. */
export async function spendSealed({ id, expiresAt }: Opened, run: Sql = sql): Promise<boolean> {
  const rows = await run`
    INSERT INTO "SpentToken" (id, "expiresAt") VALUES (${id}::uuid, ${expiresAt})
    ON CONFLICT (id) DO NOTHING RETURNING 1`
  return rows.length > 0
}
