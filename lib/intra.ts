import { NextRequest } from 'next/server'
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers'
import { Failure } from './core/failures'
import { assertIntraConfigured, type IntraPurpose, whoSetsOut } from './core/intra'
import { readIntraProfile } from './core/intra-identity'
import { openSealed, type Sealed, sealedLife, sealToken, spendSealed } from './core/sealed-tokens'
import { equal, sha256 } from './crypto'
import { env } from './env'
import { readBytes } from './http/body'
import { log } from './log'

/**
 * Begins a visit to 42.
 *
 * @returns 42's address for the browser, and what that browser keeps: the state, the PKCE verifier, and who set out.
 * @throws Failure `intra_not_configured`, `invalid_token`
 */
export async function beginVisit(
  purpose: IntraPurpose,
  caller: { accessToken: string | undefined; refreshToken: string | undefined },
): Promise<{ url: string; state: Sealed }> {
  assertIntraConfigured()
  const startedBy = await whoSetsOut(purpose, caller)
  const csrf = await ask('csrf')
  const form = new URLSearchParams(await csrf.json())
  const begun = await ask(`signin/${purpose}`, { cookies: cookiesOf(csrf), form })
  const url = begun.headers.get('location') ?? ''
  const state = new URL(url).searchParams.get('state') ?? ''
  const cookies = cookiesOf(begun).filter(([name]) => CHECKS.test(name))
  return { url, state: await sealToken('state_token', { purpose, startedBy, state: digest(state), cookies }) }
}

/**
 * Ends a visit to 42: the state is compared and used up before the code is spent. 42's own tokens are dropped with the
 * answers that held them.
 *
 * @returns the exchange token, good for one sign-in or one link.
 * @throws Failure `intra_not_configured`, `state_mismatch`, `access_denied`, `upstream`
 */
export async function endVisit(
  purpose: IntraPurpose,
  { code, state, error }: { code?: string | undefined; state?: string | undefined; error?: string | undefined },
  stateToken: string | undefined,
): Promise<Sealed> {
  assertIntraConfigured()
  const visit = await openSealed('state_token', stateToken)
  const isTheirs = visit?.data.purpose === purpose && state && equal(digest(state), String(visit.data.state))
  if (!visit || !isTheirs || !(code || error) || !(await spendSealed(visit))) throw new Failure('state_mismatch')
  if (error) throw new Failure(error === 'access_denied' ? 'access_denied' : 'upstream')
  const query = new URLSearchParams({ code: code ?? '', state })
  const { cookies, startedBy } = visit.data as { cookies: Cookie[]; startedBy: string | null }
  const answer = await ask(`callback/${purpose}?${query}`, { cookies, startedBy })
  const exchange = cookiesOf(answer).find(([name]) => name === 'api_token')?.[1]
  if (!exchange) throw new Failure('upstream')
  return { value: exchange, expiresAt: new Date(Date.now() + sealedLife.api_token * 1000) }
}

/** How long an answer of 42 may take, and how long it may be: profiles of years hold hundreds of kilobytes. */
const UPSTREAM_MS = 3000
const UPSTREAM_BYTES = 2 * 1024 * 1024

/** Auth.js' own paths below this are the documented ones, and make the redirect addresses that 42 knows. */
const BASE_PATH = '/oauth2/intra'

/** Auth.js' cookies for the state and the PKCE verifier, by their usual names; they travel inside `state_token`. */
const CHECKS = /^authjs\.(state|pkce\.code_verifier)$/

type Cookie = [name: string, value: string]

/**
 * Asks Auth.js, inside this process. It sees APP_URL, a path of its own and the cookies that it gave out: nothing that a
 * client sends as Host, X-Forwarded-* or query reaches it.
 */
function ask(
  path: string,
  {
    cookies = [],
    form,
    startedBy = null,
  }: { cookies?: Cookie[]; form?: URLSearchParams; startedBy?: string | null } = {},
): Promise<Response> {
  const { GET, POST } = NextAuth(configuration(startedBy)).handlers
  const headers = { cookie: cookies.map(pair => pair.join('=')).join('; ') }
  const url = `${env().origin}${BASE_PATH}/${path}`
  return form
    ? POST(new NextRequest(url, { method: 'POST', headers, body: form }))
    : GET(new NextRequest(url, { headers }))
}

function configuration(startedBy: string | null): NextAuthConfig {
  return {
    basePath: BASE_PATH,
    trustHost: true,
    secret: env().authSecret,
    useSecureCookies: false,
    providers: [fortyTwo('login'), fortyTwo('link')],
    session: { strategy: 'jwt', maxAge: sealedLife.api_token },
    cookies: { sessionToken: { name: 'api_token' } },
    callbacks: {
      jwt: ({ account, profile }) => ({ purpose: account?.provider, startedBy, ...readIntraProfile(profile) }),
    },
    logger: { error: error => log.warn({ reason: error.name }, 'Auth.js ended a visit to 42'), warn: () => undefined },
  }
}

/** 42 as a provider; two of them, so that Auth.js binds its state cookie to what the visit is for. */
function fortyTwo(id: IntraPurpose): OAuthConfig<unknown> {
  const { clientId = '', clientSecret = '', apiUrl = '' } = env().intra ?? {}
  return {
    id,
    name: '42 Intra',
    type: 'oauth',
    clientId,
    clientSecret,
    client: { token_endpoint_auth_method: 'client_secret_post' },
    authorization: { url: `${apiUrl}/oauth/authorize`, params: { scope: 'public' } },
    token: `${apiUrl}/oauth/token`,
    userinfo: `${apiUrl}/v2/me`,
    checks: ['state', 'pkce'],
    profile: profile => ({ id: readIntraProfile(profile).id }),
    [customFetch]: fetchFromProvider,
  }
}

/**
 * One call to 42: three seconds for all of it, no redirect followed, and only JSON of a bearable size is an answer. Auth.js
 * itself would take any status of `/v2/me` for a profile.
 */
async function fetchFromProvider(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.timeout(UPSTREAM_MS) })
    const type = response.headers.get('content-type') ?? ''
    if (response.status !== 200 || !/^application\/json\b/i.test(type)) {
      await response.body?.cancel()
      throw new UpstreamFault(`status ${response.status}, ${type.slice(0, 60) || 'no type'}`)
    }
    const body = await readBytes(response, UPSTREAM_BYTES)
    return new Response(new Uint8Array(body), { headers: { 'content-type': 'application/json' } })
  } catch (error) {
    const reason = error instanceof UpstreamFault ? error.message : (error as Error).name
    log.warn({ path: new URL(String(input)).pathname, reason }, '42 did not answer as it should')
    throw error
  }
}

class UpstreamFault extends Error {}

/** The cookies that an answer sets; those that it unsets are left out. */
function cookiesOf(answer: Response): Cookie[] {
  const pairs = answer.headers.getSetCookie().map(line => line.split(';', 1)[0]?.split(/=(.*)/s) ?? [])
  return pairs.flatMap(([name, value]): Cookie[] => (name && value ? [[name, value]] : []))
}

const digest = (text: string) => sha256(text).toString('base64url')
