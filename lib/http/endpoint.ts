import { after } from 'next/server'
import type { z } from 'zod'
import type { Client } from '../core/activity'
import { Failure, type FailureCode, type FailureDetails, failures } from '../core/failures'
import type { Caller, Scope } from '../core/personal-tokens'
import type { Viewer } from '../core/sessions'
import { assertRecentProof } from '../core/step-up'
import { isDatabaseUnavailable, isUserGone } from '../db'
import { env } from '../env'
import { consume, type Rate, type Verdict } from '../limits'
import { log } from '../log'
import { deliverMail } from '../mail'
import { spokenLocale } from '../messages'
import { countDecision } from '../metrics'
import { addressBucket, clientAddress } from './address'
import { JSON_LIMIT, readForm, readJson } from './body'
import { type CookieName, clearCookie, readCookie } from './cookies'
import { type InputSchemas, parseInput } from './input'
import { API_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers'
import { authenticate, authorize, type Credentials, readCredentials } from './viewer'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** How one document says things. */
export type Dialect = {
  name: string
  /** The status of an answer that has nothing to say. */
  silence: 200 | 204
  /** Whether bodies are looked at before the caller is. */
  parsesFirst?: boolean
  /** Headers about a rate limit that its clients know, beside the standard ones. */
  rateHeaders?(verdict: Verdict): Record<string, string>
  /** The shape of its refusals' bodies. */
  failure: z.ZodType
  refuse(refusal: Refusal): { status?: number; body: unknown; headers?: Record<string, string>; clear?: CookieName[] }
}

/** A failure on its way out. */
export type Refusal = {
  code: FailureCode
  status: number
  words: string
  details: FailureDetails
  method: string
  requestId: string
}

/** The columns of a document's table. */
export type Policy = InputSchemas & {
  /** What it is for, in a line: the reference shows it. */
  summary: string
  limit?: Rate
  /** Requests of several paths that are counted together; the path alone when left out. */
  bucket?: string
  /** `user`: the caller is signed in; `admin`: as an administrator. Left out, and without a scope: anybody. */
  who?: 'user' | 'admin'
  /** `recent`: the caller has proven who they are within the last quarter of an hour. */
  proof?: 'recent'
  /** The caller is signed in, or a program whose personal access token allows this. */
  scope?: Scope
  /** What the body may weigh, in bytes; 64 KiB when left out. */
  bodyLimit?: number
  /** The body may be a form with files. */
  form?: true
  /** The documented statuses. */
  returns: readonly number[]
  /** The shape of the successful answer, where there is one. */
  answer?: z.ZodType
  /** The types that a successful answer may have which is no JSON. */
  media?: readonly string[]
}

/** What an endpoint gets to know of a request. */
export type Call<Input, Caller> = {
  input: Input
  viewer: Caller
  client: Client
  /** The caller's bearer token, as it came. */
  accessToken: string | undefined
  cookie(name: CookieName): string | undefined
  /** What the answer will carry. */
  headers: Headers
  request: Request
}

/** What a failure may say beyond its code, in the spelling of all dialects. */
export function extraMembers({ triesLeft, clockOffsetSeconds, methods }: FailureDetails) {
  return {
    ...(triesLeft !== undefined && { tries_left: triesLeft }),
    ...(clockOffsetSeconds !== undefined && { clock_offset_seconds: clockOffsetSeconds }),
    ...(methods && { methods }),
  }
}

type Output<P, Key extends keyof InputSchemas> = P extends { [K in Key]: infer S extends z.ZodObject }
  ? z.output<S>
  : object
type InputOf<P> = Output<P, 'params'> & Output<P, 'query'> & Output<P, 'body'>
type CallerOf<P> = P extends { who: 'user' | 'admin' } ? Viewer : P extends { scope: Scope } ? Caller : undefined

/** An endpoint before it has a place: what it promises, and what it does. */
export type Endpoint = {
  dialect: Dialect
  policy: Policy
  /** The endpoint that answers this very request, where several share a place. */
  pick?(request: Request): Promise<Endpoint>
  alternatives?: Endpoint[]
  act(call: Call<unknown, Viewer | Caller | undefined>): Promise<unknown>
}

/** Binds {@link Endpoint}s to one dialect: `export const endpoint = speaking(hasura)`. */
export function speaking(dialect: Dialect) {
  return <const P extends Policy>(policy: P, act: (call: Call<InputOf<P>, CallerOf<P>>) => unknown): Endpoint => ({
    dialect,
    policy,
    act: async call => act(call as Call<InputOf<P>, CallerOf<P>>),
  })
}

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
      client: clientOf(request.headers, address),
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

async function readInput(policy: Policy, request: Request, { params }: Place) {
  const read = policy.form ? readForm : readJson
  const body = policy.body ? await read(request, policy.bodyLimit ?? JSON_LIMIT) : {}
  return parseInput(policy, { params, query: new URL(request.url).searchParams, body })
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

function present(endpoint: Endpoint, answer: unknown, headers: Headers): Response {
  if (answer instanceof Response) return finish(answer, headers)
  const { policy } = endpoint
  const status = answer === undefined ? silence(endpoint) : (policy.returns.find(code => code < 300) ?? 200)
  if (!policy.returns.includes(status)) throw new Error(`undeclared status ${status}`)
  const body = answer === undefined || status === 204 ? null : JSON.stringify(answer)
  return json(status, body, headers)
}

/** Nothing to say: 204 where the document lists it, else as the dialect has it. */
const silence = ({ dialect, policy }: Endpoint) => (policy.returns.includes(204) ? 204 : dialect.silence)

/** Refuses a request that never came to an endpoint, in the words of one that could have answered it. */
export function refuseOutside(neighbour: Endpoint, code: FailureCode, method: string, requestId: string): Response {
  return refuse(neighbour, new Failure(code), method, requestId, new Headers())
}

/** Statuses that the machinery may give whatever a document says. */
const ALWAYS = [400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503]

function refuse({ dialect, policy }: Endpoint, error: unknown, method: string, requestId: string, headers: Headers) {
  const failure = asFailure(error)
  const [status, words] = failures[failure.code]
  const { code, details } = failure
  const said = dialect.refuse({ code, status, words, details, method, requestId })
  const finalStatus = said.status ?? status
  if (![...ALWAYS, ...policy.returns].includes(finalStatus))
    log.error({ status: finalStatus, failure: code }, 'undeclared status')
  for (const [name, value] of Object.entries(said.headers ?? {})) headers.set(name, value)
  for (const name of said.clear ?? []) clearCookie(headers, name)
  if (details.retryAfter) headers.set('retry-after', String(details.retryAfter))
  if (finalStatus === 401 && !headers.has('www-authenticate')) headers.set('www-authenticate', 'Bearer')
  return json(finalStatus, said.body === undefined ? null : JSON.stringify(said.body), headers)
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (isUserGone(error)) return new Failure('invalid_token')
  if (isDatabaseUnavailable(error)) {
    log.warn({ err: error }, 'the database cannot be asked')
    return new Failure('unavailable', { retryAfter: 2 })
  }
  log.error({ err: error }, 'a bug')
  return new Failure('internal_error')
}

function json(status: number, body: string | null, headers: Headers): Response {
  if (body !== null && !headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(body, { status, headers: complete(headers) })
}

/** Gives an answer that was made elsewhere the headers that every answer has. */
export function finish(response: Response, headers = new Headers()): Response {
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') headers.append(name, value)
    else headers.set(name, value)
  }
  if (headers.get('content-type') === 'application/json') headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(response.body, { status: response.status, headers: complete(headers) })
}

let common: [string, string][] | undefined

function complete(headers: Headers): Headers {
  common ??= Object.entries(securityHeaders())
  for (const [name, value] of common) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', API_CONTENT_SECURITY_POLICY)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return headers
}
