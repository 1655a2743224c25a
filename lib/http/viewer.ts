import { createHash } from 'node:crypto'
import { Failure } from '../core/failures'
import { type Caller, callerOf, findTokenCaller, isWellFormedToken, type Scope } from '../core/personal-tokens'
import { standingSession, type Viewer } from '../core/sessions'
import { type Bearer, readAccessToken } from '../core/tokens'

/** What a request shows of itself, as far as that can be told without the database. */
export type Credentials = {
  /** The token of an `Authorization: Bearer` header, spelled exactly so (RFC 6750, 2.1). */
  token: string | undefined
  /** Whom an access token speaks of, by its signature. */
  bearer: Bearer | undefined
  /** Whose requests these are, for counting: a user, or one personal access token. */
  owner: string | undefined
}

export async function readCredentials(headers: Headers): Promise<Credentials> {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(headers.get('authorization') ?? '')?.[1]
  if (!token) return { token, bearer: undefined, owner: undefined }
  if (isWellFormedToken(token))
    return { token, bearer: undefined, owner: createHash('sha256').update(token).digest('base64url').slice(0, 22) }
  const bearer = await readAccessToken(token)
  return { token, bearer, owner: bearer?.userId }
}

/** Who is signed in. @throws Failure `not_authenticated`, `invalid_token` */
export async function authenticate({ token, bearer }: Credentials): Promise<Viewer> {
  const viewer = bearer && (await standingSession(bearer.sessionId, bearer.userId))
  if (viewer) return viewer
  throw new Failure(token ? 'invalid_token' : 'not_authenticated')
}

/**
 * Who is calling, by a personal access token or an access token, and may do this.
 *
 * @throws Failure `not_authenticated`, `invalid_token`, `insufficient_scope`
 */
export async function authorize(credentials: Credentials, scope: Scope, address: string): Promise<Caller> {
  const { token } = credentials
  const program = token?.startsWith('lk_') ? await findTokenCaller(token, address) : undefined
  const caller = program ?? callerOf(await authenticate(credentials))
  if (!caller.may(scope)) throw new Failure('insufficient_scope')
  return caller
}
