import { after } from 'next/server'
import type { Client } from '../core/activity'
import { Failure } from '../core/failures'
import { assertRecentProof } from '../core/step-up'
import { env } from '../env'
import { consume, type Rate, type Verdict } from '../limits'
import { deliverMail } from '../mail'
import { spokenLocale } from '../messages'
import { countDecision } from '../metrics'
import { addressBucket, clientAddress } from './address'
import { present, refuse } from './answer'
import { JSON_LIMIT, readForm, readJson } from './body'
import { readCookie } from './cookies'
import type { Dialect, Endpoint, Policy } from './endpoint'
import { parseInput } from './input'
import { authenticate, authorize, type Credentials, readCredentials } from './viewer'

export type Served = { response: Response; userId: string | undefined }

/**
 * Serves one request: same site → throttle → authenticate → parse → handle → answer. What a route promises and does not
 * keep (an undeclared status) is logged as a bug.
 */
export async function serve(endpoint: Endpoint, request: Request, place: Place): Promise<Served> {
  const headers = new Headers()
  const { dialect, policy } = endpoint
  let userId: string | undefined
  try {
    assertSameSite(request)
    const credentials = await readCredentials(request.headers)
    const address = clientAddress(request.headers)
    const isKnown = Boolean(policy.who || policy.scope) && credentials.owner
    if (policy.limit) {
      const key = `${policy.bucket ?? place.path} ${isKnown ? credentials.owner : addressBucket(address)}`
      await throttle(key, policy.limit, dialect, headers)
    }
    const early = dialect.parsesFirst ? await readInput(policy, request, place) : undefined
    const viewer = await identify(policy, credentials, address)
    userId = viewer?.userId
    const answer = await endpoint.act({
      input: early ?? (await readInput(policy, request, place)),
      viewer,
      get client() {
        return clientOf(request.headers, address)
      },
      accessToken: credentials.token,
      cookie: name => readCookie(request.headers, name),
      headers,
      request,
    })
    if (request.method !== 'GET' && env().onVercel) after(deliverMail)
    return { response: present(endpoint, answer, headers), userId }
  } catch (error) {
    // HEAD is told what GET would be.
    const method = request.method === 'HEAD' ? 'GET' : request.method
    return { response: refuse(endpoint, error, method, place.requestId, headers), userId }
  }
}

const clientOf = (headers: Headers, address: string): Client => ({
  address,
  device: (headers.get('user-agent') ?? '').slice(0, 300),
  locale: spokenLocale(readCookie(headers, 'language'), headers.get('accept-language')),
})

async function identify({ who, proof, scope }: Policy, credentials: Credentials, address: string) {
  if (!who) return scope && authorize(credentials, scope, address)
  const viewer = await authenticate(credentials)
  if (who === 'admin' && viewer.role !== 'admin') throw new Failure('forbidden')
  if (proof) await assertRecentProof(viewer)
  return viewer
}

export type Place = { path: string; params: Record<string, string | string[]>; requestId: string }

const NO_QUERY = new URLSearchParams()

async function readInput(policy: Policy, request: Request, { params }: Place) {
  const read = policy.form ? readForm : readJson
  const body = policy.body ? await read(request, policy.bodyLimit ?? JSON_LIMIT) : {}
  const query = policy.query ? new URL(request.url).searchParams : NO_QUERY
  return parseInput(policy, { params, query, body })
}

/**
 * A browser says where a request comes from; one that could carry cookies must come from here. Programs say nothing, or
 * bring a Bearer token, which no foreign page can make a browser send.
 */
function assertSameSite({ method, headers }: Request) {
  if (method === 'GET' || method === 'HEAD' || headers.has('authorization')) return
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  const foreign = site ? site !== 'same-origin' && site !== 'none' : origin !== null && origin !== env().origin
  if (foreign) throw new Failure('cross_site')
}

async function throttle(key: string, rate: Rate, dialect: Dialect, headers: Headers) {
  const verdict = await consume(key, rate)
  countDecision(!verdict ? 'uncounted' : verdict.allowed ? 'allowed' : 'refused')
  if (!verdict) return
  announce(verdict, headers)
  for (const [name, value] of Object.entries(dialect.rateHeaders?.(verdict) ?? {})) headers.set(name, value)
  if (!verdict.allowed) throw new Failure('throttled', { retryAfter: verdict.resetSeconds })
}

/** draft-ietf-httpapi-ratelimit-headers: what is allowed, and what is left of it. */
function announce({ quota, windowSeconds, remaining, resetSeconds }: Verdict, headers: Headers) {
  headers.set('ratelimit-policy', `"default";q=${quota};w=${windowSeconds}`)
  headers.set('ratelimit', `"default";r=${remaining};t=${resetSeconds}`)
}
