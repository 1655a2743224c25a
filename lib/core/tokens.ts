import { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'
import { importJWK, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
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
export function mintAccessToken({ userId, sessionId, role }: Bearer): string {
  const { kid, privateKey } = newestKeys()
  const now = toSeconds(new Date())
  const claims = {
    token_type: 'access',
    sid: sessionId,
    user_id: userId,
    role,
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': userId,
      'x-hasura-default-role': role,
      'x-hasura-allowed-roles': role === 'admin' ? ['user', 'admin'] : ['user'],
    },
    iss: env().origin,
    aud: ACCESS_AUDIENCE,
    sub: userId,
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + ACCESS_TOKEN_SECONDS,
  }
  return compact({ alg: 'ES256', typ: 'JWT', kid }, claims, text =>
    sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  )
}

/** @returns whom a token speaks of, or undefined for anything but a good access token. The session is not looked up here. */
export async function readAccessToken(token: string): Promise<Bearer | undefined> {
  const known = seen.get(token)
  if (known) return known.exp > Date.now() / 1000 ? known.bearer : undefined
  const payload = await verified(token, ACCESS_AUDIENCE, 'ES256', 'accessVerifier')
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
export function mintRefreshToken(session: {
  id: string
  userId: string
  transport: Transport
  generation: number
  /** When this generation began. */
  since: Date
  expiresAt: Date
}): string {
  const { kid, refreshSecret } = newestKeys()
  const claims = {
    token_type: 'refresh',
    sid: session.id,
    gen: session.generation,
    user_id: session.userId,
    iss: env().origin,
    aud: refreshAudience(session.transport),
    sub: session.userId,
    jti: createHash('sha256').update(`${session.id}.${session.generation}`).digest('hex').slice(0, 32),
    iat: toSeconds(session.since),
    exp: toSeconds(session.expiresAt),
  }
  return compact({ alg: 'HS256', typ: 'JWT', kid }, claims, text =>
    createHmac('sha256', refreshSecret).update(text).digest(),
  )
}

/** @returns what a refresh token says, or undefined for anything else. A token of the other transport is something else. */
export async function readRefreshToken(token: string, transport: Transport): Promise<RefreshClaims | undefined> {
  const payload = await verified(token, refreshAudience(transport), 'HS256', 'refreshVerifier')
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

/** The compact form of a signed token (RFC 7515, 7.1). */
function compact(header: object, claims: object, signature: (text: string) => Buffer): string {
  const text = `${base64url(header)}.${base64url(claims)}`
  return `${text}.${signature(text).toString('base64url')}`
}

const base64url = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

type Verifier = 'accessVerifier' | 'refreshVerifier'

async function verified(token: string, audience: string, algorithm: string, verifier: Verifier) {
  if (token.length > 4096) return undefined
  try {
    const options = { algorithms: [algorithm], audience, issuer: env().origin, requiredClaims: ['exp', 'iat', 'jti'] }
    const getKey = async ({ kid = '' }: JWTHeaderParameters): Promise<CryptoKey> => {
      const keys = signingKeys().get(kid)
      if (!keys) throw new Error('unknown key')
      return keys[verifier]
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

/** What one of JWT_PRIVATE_KEYS signs and verifies with. */
type SigningKeys = {
  kid: string
  /** Signs access tokens, without the way through a thread that Web Crypto takes. */
  privateKey: KeyObject
  /** Of its own for refresh tokens, so that one rotation covers both. */
  refreshSecret: Buffer
} & Record<Verifier, Promise<CryptoKey>>

let opened: Map<string, SigningKeys> | undefined

/** By key id, the newest first. */
function signingKeys() {
  opened ??= new Map(env().jwtPrivateKeys.map(jwk => [jwk.kid, openKeys(jwk)]))
  return opened
}

const newestKeys = () => signingKeys().values().next().value as SigningKeys

function openKeys(jwk: PrivateJwk): SigningKeys {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' })
  const bytes = hkdfSync('sha256', Buffer.from(jwk.d, 'base64url'), '', 'latchkey refresh tokens', 32)
  return {
    kid: jwk.kid,
    privateKey,
    refreshSecret: Buffer.from(bytes),
    accessVerifier: importJWK(publicJwk, 'ES256') as Promise<CryptoKey>,
    refreshVerifier: crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']),
  }
}

const toSeconds = (time: Date) => Math.floor(time.getTime() / 1000)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
