/**
 * The client of our own API: what every page calls. The access token lives in memory only; the refresh cookie brings a
 * new one, once for all tabs.
 */

import { isOfSession, Refused, refusalOf } from './refused'

type Options = {
  body?: unknown
  /** A body that is JSON already. */
  json?: string | undefined
  /** A body that is not JSON. */
  form?: FormData
  signal?: AbortSignal
  /** Is sent even when the page is being left. */
  keepalive?: boolean
}

/**
 * Calls the API as whoever is signed in, or as nobody. A token that has run out is renewed without notice, once.
 *
 * @throws Refused
 */
export async function call<Answer = void>(method: string, path: string, options: Options = {}): Promise<Answer> {
  return read<Answer>(await sendSignedIn(method, path, options))
}

/** A file that the API keeps for whoever is signed in. @throws Refused */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await sendSignedIn('GET', path, {})
  return response.ok ? response.blob() : read(response)
}

async function sendSignedIn(method: string, path: string, options: Options): Promise<Response> {
  const response = await send(method, path, options, await accessToken())
  if (response.status !== 401 || !access || !(await isRejected(response))) return response
  access = undefined
  return send(method, path, options, await accessToken())
}

/** Whether anybody is signed in here; nobody is led to the sign-in page by it. @throws Refused */
export const isSignedIn = async (): Promise<boolean> => (await accessToken()) !== undefined

/** Calls an endpoint that anybody may call, as signing in: no token is asked for or sent. @throws Refused */
export async function callAnonymously<Answer = void>(
  method: string,
  path: string,
  options: Options = {},
): Promise<Answer> {
  return read<Answer>(await send(method, path, options, undefined))
}

export type RawAnswer = { status: number; text: string }

/** Sends a request of the API's reference, and gives back what came as it is. @throws Refused `network` */
export async function tryOut(
  method: string,
  path: string,
  json: string | undefined,
  signed: boolean,
): Promise<RawAnswer> {
  const response = await send(method, path, { json }, signed ? await accessToken() : undefined)
  return { status: response.status, text: await response.text() }
}

/** Keeps the access token of a sign-in that has just succeeded; other tabs learn of it. */
export function enter(token: string) {
  keep(token)
  tabs()?.postMessage({ token } satisfies TabMessage)
}

/** Once the session is over: forgets it in all tabs, and shows another page without a way back. @returns what never comes. */
export function signedOut(page: string): Promise<never> {
  access = undefined
  tabs()?.postMessage({ signedOut: true } satisfies TabMessage)
  location.replace(page)
  return new Promise<never>(() => undefined)
}

/** Once per page: follows what other tabs do. @returns what ends it. */
export function followOtherTabs(): () => void {
  const channel = tabs()
  const listen = ({ data }: MessageEvent<TabMessage>) => {
    if ('token' in data) keep(data.token)
    else showSignIn()
  }
  // A page that the browser kept as it was may be that of somebody who has left since.
  const lookAgain = ({ persisted }: PageTransitionEvent) => persisted && location.reload()
  channel?.addEventListener('message', listen)
  addEventListener('pageshow', lookAgain)
  return () => {
    channel?.removeEventListener('message', listen)
    removeEventListener('pageshow', lookAgain)
  }
}

type TabMessage = { token: string } | { signedOut: true }
type Access = { token: string; expiresAt: number }

let access: Access | undefined
let renewing: Promise<string | undefined> | undefined
let channel: BroadcastChannel | undefined

const tabs = () => {
  if (typeof BroadcastChannel === 'undefined') return undefined
  channel ??= new BroadcastChannel('latchkey')
  return channel
}

const keep = (token: string) => {
  access = { token, expiresAt: expiryOf(token) }
}

/** Half a minute of margin: a token must outlive the way to the server. */
const isFresh = (kept: Access | undefined): kept is Access => kept !== undefined && kept.expiresAt > Date.now() + 30_000

async function accessToken(): Promise<string | undefined> {
  if (isFresh(access)) return access.token
  renewing ??= alone(renew).finally(() => {
    renewing = undefined
  })
  return renewing
}

/** One tab at a time; the next one finds what the first was given, once the news of it has arrived. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work()
  const asked = performance.now()
  return (await navigator.locks.request('latchkey-refresh', async () => {
    if (performance.now() - asked > 5) await new Promise(resolve => setTimeout(resolve, 50))
    return work()
  })) as T
}

async function renew(): Promise<string | undefined> {
  if (isFresh(access)) return access.token
  const response = await send('POST', '/api/auth/token/refresh', {}, undefined)
  if (!response.ok) {
    access = undefined
    if (response.status === 401) return undefined
    return read<undefined>(response)
  }
  const { jwt_token } = (await response.json()) as { jwt_token: string }
  enter(jwt_token)
  return jwt_token
}

const isRejected = async (response: Response) => isOfSession(refusalOf(response, await bodyOf(response.clone())))

async function send(
  method: string,
  path: string,
  { body, json = body === undefined ? undefined : JSON.stringify(body), form, signal, keepalive }: Options,
  token: string | undefined,
) {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  if (json !== undefined) headers['content-type'] = 'application/json'
  try {
    return await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      ...(signal && { signal }),
      ...(keepalive && { keepalive }),
      ...(form ? { body: form } : json !== undefined && { body: json }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Refused(0, 'network')
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  const body = await bodyOf(response)
  if (response.ok) return body as Answer
  const refused = refusalOf(response, body)
  if (isOfSession(refused)) showSignIn(location)
  throw refused
}

/** What came as JSON; undefined for anything else. @throws what the network does to one that is cut off. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Leaves for the sign-in page without a way back to what was shown; coming from a place, it leads there again. */
function showSignIn(from?: Location) {
  access = undefined
  const next = from && `?next=${encodeURIComponent(from.pathname + from.search)}`
  location.replace(`/login${next ?? ''}`)
}

/** When a JWT ends, in milliseconds; read without checking, since only the server has to. */
function expiryOf(token: string): number {
  const payload = token.split('.')[1] ?? ''
  const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp: number }
  return exp * 1000
}
