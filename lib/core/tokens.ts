import { createHash, createPublicKey, hkdfSync } from 'node:crypto'
import { importJWK, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { env, type PrivateJwk } from '../env'
import type { Role, Transport } from '../generated/prisma/client'

/** Life of an access token, in seconds. */
export const ACCESS_TOKEN_SECONDS = 900

/** Whom a token speaks of. */
export type Bearer = { userId: string; sessionId: string; role: Role }

/** What a refresh token says: a generation of one session's family. */
export type RefreshClaims = { userId: string; sessionId: string; generation: number; transport: Transport }

/**
 * An access token: a JWT signed with ES256, good for 15 minutes and only while its session stands.
 * The claims serve all dialects: `user_id` (simplejwt), `role`, and hasura's claim object.
 */
export async function mintAccessToken({ userId, sessionId, role }: Bearer): Promise<string> {
  const { kid, key } = await signingKey()
  return new SignJWT({
    token_type: 'access',
    sid: sessionId,
    user_id: userId,
    role,
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': userId,
      'x-hasura-default-role': role,
      'x-hasura-allowed-roles': role === 'admin' ? ['user', 'admin'] : ['user'],
    },
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
    .setIssuer(env().origin)
    .setAudience(ACCESS_AUDIENCE)
    .setSubject(userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(key)
}

/** @returns whom a token speaks of, or undefined for anything but a good access token. The session is not looked up here. */
export async function readAccessToken(token: string): Promise<Bearer | undefined> {
  const known = seen.get(token)
  if (known) return known.exp > Date.now() / 1000 ? known.bearer : undefined
  const payload = await verified(token, ACCESS_AUDIENCE, 'ES256', publicKey)
  if (payload?.token_type !== 'access' || !isFromThePast(payload) || !isUuid(payload.sub) || !isUuid(payload.sid))
    return undefined
  const bearer: Bearer = {
    userId: payload.sub,
    sessionId: payload.sid,
    role: payload.role === 'admin' ? 'admin' : 'user',
  }
  remember(token, { bearer, exp: payload.exp ?? 0 })
  return bearer
}

/** Signatures of the last tokens, already verified: a client shows the same one for a quarter of an hour. */
const seen = new Map<string, { bearer: Bearer; exp: number }>()
const MOST_SEEN = 5000

function remember(token: string, entry: { bearer: Bearer; exp: number }) {
  if (seen.size >= MOST_SEEN) seen.delete(seen.keys().next().value ?? '')
  seen.set(token, entry)
}

/**
 * The refresh token of one generation of a session. It is made of the session alone, to the last byte, so that parallel
 * tabs are all given the same successor, and nothing of it has to be stored.
 */
export async function mintRefreshToken(session: {
  id: string
  userId: string
  transport: Transport
  generation: number
  /** When this generation began. */
  since: Date
  expiresAt: Date
}): Promise<string> {
  const { kid, key } = await refreshKey()
  const jti = createHash('sha256').update(`${session.id}.${session.generation}`).digest('hex').slice(0, 32)
  return new SignJWT({
    token_type: 'refresh',
    sid: session.id,
    gen: session.generation,
    user_id: session.userId,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
    .setIssuer(env().origin)
    .setAudience(refreshAudience(session.transport))
    .setSubject(session.userId)
    .setJti(jti)
    .setIssuedAt(toSeconds(session.since))
    .setExpirationTime(toSeconds(session.expiresAt))
    .sign(key)
}

/** @returns what a refresh token says, or undefined for anything else. A token of the other transport is something else. */
export async function readRefreshToken(token: string, transport: Transport): Promise<RefreshClaims | undefined> {
  const payload = await verified(token, refreshAudience(transport), 'HS256', kid => symmetricKey(jwkOf(kid)))
  if (payload?.token_type !== 'refresh' || !isUuid(payload.sub) || !isUuid(payload.sid)) return undefined
  const { gen } = payload
  if (typeof gen !== 'number' || !Number.isSafeInteger(gen) || gen < 0) return undefined
  return { userId: payload.sub, sessionId: payload.sid, generation: gen, transport }
}

/** The public halves of the signing keys, for `/.well-known/jwks.json` (RFC 7517). */
export function publicKeys() {
  return env().jwtPrivateKeys.map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y, alg: 'ES256', use: 'sig' }))
}

const ACCESS_AUDIENCE = 'latchkey'
const refreshAudience = (transport: Transport) => `latchkey:refresh:${transport}`

type FindKey = (kid: string) => Promise<CryptoKey | undefined>

async function verified(token: string, audience: string, algorithm: string, findKey: FindKey) {
  if (token.length > 4096) return undefined
  try {
    const options = { algorithms: [algorithm], audience, issuer: env().origin, requiredClaims: ['exp', 'iat', 'jti'] }
    const getKey = async (header: JWTHeaderParameters): Promise<CryptoKey> => {
      const key = header.kid === undefined ? undefined : await findKey(header.kid)
      if (!key) throw new Error('unknown key')
      return key
    }
    const { payload } = await jwtVerify(token, getKey, options)
    return payload
  } catch {
    return undefined
  }
}

/**
 * An access token that says it was made in the future was made by a clock that was wrong (30 s for other machines). A
 * refresh token may say so: the database dates it, and a clock that is set back must not sign everybody out.
 */
const isFromThePast = ({ iat }: JWTPayload) => typeof iat === 'number' && iat <= Date.now() / 1000 + 30

const keys = new Map<string, Promise<CryptoKey>>()

function imported(name: string, load: () => Promise<CryptoKey | Uint8Array>): Promise<CryptoKey> {
  let key = keys.get(name)
  if (!key) {
    key = load() as Promise<CryptoKey>
    keys.set(name, key)
  }
  return key
}

const newestJwk = () => env().jwtPrivateKeys[0] as PrivateJwk
const jwkOf = (kid: string) => env().jwtPrivateKeys.find(candidate => candidate.kid === kid)

async function signingKey() {
  const jwk = newestJwk()
  return { kid: jwk.kid, key: await imported(`private ${jwk.kid}`, () => importJWK(jwk, 'ES256')) }
}

async function publicKey(kid: string): Promise<CryptoKey | undefined> {
  const jwk = jwkOf(kid)
  const load = () =>
    importJWK(createPublicKey({ key: jwk as PrivateJwk, format: 'jwk' }).export({ format: 'jwk' }), 'ES256')
  return jwk && imported(`public ${kid}`, load)
}

async function refreshKey() {
  const jwk = newestJwk()
  return { kid: jwk.kid, key: (await symmetricKey(jwk)) as CryptoKey }
}

/** One symmetric key for refresh tokens from each signing key, so that one rotation covers both. */
async function symmetricKey(jwk: PrivateJwk | undefined): Promise<CryptoKey | undefined> {
  return (
    jwk &&
    imported(`refresh ${jwk.kid}`, () => {
      const bytes = hkdfSync('sha256', Buffer.from(jwk.d, 'base64url'), '', 'latchkey refresh tokens', 32)
      return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
    })
  )
}

const toSeconds = (time: Date) => Math.floor(time.getTime() / 1000)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
