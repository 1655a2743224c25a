import type { z } from 'zod'
import type { Client } from '../core/activity'
import type { FailureCode, FailureDetails } from '../core/failures'
import type { Caller, Scope } from '../core/personal-tokens'
import type { Viewer } from '../core/sessions'
import type { Rate, Verdict } from '../limits'
import type { CookieName } from './cookies'
import type { InputSchemas } from './input'

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
