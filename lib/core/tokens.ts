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
  if (payload?.token_type !== 'access' || !isUuid(payload.sub) || !isUuid(payload.sid)) return undefined
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
}): Promise<string> {
  const { kid, key } = refreshKeys()[0] as { kid: string; key: Uint8Array }
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
  const payload = await verified(token, refreshAudience(transport), 'HS256', kid =>
    Promise.resolve(refreshKeys().find(candidate => candidate.kid === kid)?.key),
  )
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

type Key = CryptoKey | Uint8Array
type FindKey = (kid: string) => Promise<Key | undefined>

async function verified(token: string, audience: string, algorithm: string, findKey: FindKey) {
  if (token.length > 4096) return undefined
  try {
    const options = { algorithms: [algorithm], audience, issuer: env().origin, requiredClaims: ['exp', 'iat', 'jti'] }
    const getKey = async (header: JWTHeaderParameters): Promise<Key> => {
      const key = header.kid === undefined ? undefined : await findKey(header.kid)
      if (!key) throw new Error('unknown key')
      return key
    }
    const { payload } = await jwtVerify(token, getKey, options)
    return isFromThePast(payload) ? payload : undefined
  } catch {
    return undefined
  }
}

/** A token that says it was made in the future was not made by us (30 s for clocks of other machines). */
const isFromThePast = ({ iat }: JWTPayload) => typeof iat === 'number' && iat <= Date.now() / 1000 + 30

const keys = new Map<string, Promise<CryptoKey>>()

function imported(name: string, load: () => object): Promise<CryptoKey> {
  let key = keys.get(name)
  if (!key) {
    key = importJWK(load(), 'ES256') as Promise<CryptoKey>
    keys.set(name, key)
  }
  return key
}

async function signingKey() {
  const jwk = env().jwtPrivateKeys[0] as PrivateJwk
  return { kid: jwk.kid, key: await imported(`private ${jwk.kid}`, () => jwk) }
}

async function publicKey(kid: string): Promise<CryptoKey | undefined> {
  const jwk = env().jwtPrivateKeys.find(candidate => candidate.kid === kid)
  const load = () => createPublicKey({ key: jwk as PrivateJwk, format: 'jwk' }).export({ format: 'jwk' })
  return jwk && imported(`public ${kid}`, load)
}

let derived: { kid: string; key: Uint8Array }[] | undefined

/** One symmetric key for refresh tokens from each signing key, so that one rotation covers both. */
function refreshKeys() {
  derived ??= env().jwtPrivateKeys.map(({ kid, d }) => ({
    kid,
    key: new Uint8Array(hkdfSync('sha256', Buffer.from(d, 'base64url'), '', 'latchkey refresh tokens', 32)),
  }))
  return derived
}

const toSeconds = (time: Date) => Math.floor(time.getTime() / 1000)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
