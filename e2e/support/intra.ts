import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type Fault, misbehave } from './intra-faults'
import { personas, profileOf } from './intra-personas'

/**
 * A stand-in for 42's Intra: a real OAuth 2 server of its own process, with the three endpoints that Latchkey uses
 * (`/oauth/authorize`, `/oauth/token`, `/v2/me`), PKCE, codes that are good once, and an exact redirect address.
 *
 * Whoever plays the browser chooses in the authorize address what shall happen in this one flow:
 * `persona` (a name; without it a page asks), `profile` (JSON laid over the persona's), `omit` (a member to leave out),
 * `deny`, `token_fault`, `me_fault`, and `room`, under which the calls of this flow are counted.
 * `GET /control?room=…` tells the calls; `POST /control {"token_fault": "hang"}` lays a fault over everybody's.
 *
 * Run it: `node --import tsx e2e/support/intra.ts --port 4242`. It says where it listens in its first line.
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })

const CLIENT = {
  id: process.env.INTRA_CLIENT_ID || 'latchkey-on-loopback',
  secret: process.env.INTRA_CLIENT_SECRET || 'known-to-everybody',
}

const REDIRECT_ADDRESS = /^https?:\/\/[^/?#]+\/oauth2\/intra\/callback\/(login|link)$/
const CODE_LIFE_MS = 600_000

/** What an authorisation was asked for, and how this flow shall go. */
type Grant = {
  redirectUri: string
  challenge: string | undefined
  me: Record<string, unknown>
  room: string
  faults: Partial<Record<'token' | 'me', Fault>>
  expiresAt: number
  used: boolean
}

type Calls = Record<'authorize' | 'token' | 'me' | 'elsewhere', number> & {
  verifiers: string[]
  accessTokens: string[]
}

const codes = new Map<string, Grant>()
const tokens = new Map<string, Grant>()
const rooms = new Map<string, Calls>()
const everybody: Partial<Record<'token' | 'me', Fault>> = {}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://intra')
  const route = `${request.method} ${url.pathname}`
  void answer(route, url, request, response).catch(() => json(response, 500, { error: 'stand-in failed' }))
})

server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.on('disconnect', () => process.exit(0))

async function answer(route: string, url: URL, request: IncomingMessage, response: ServerResponse) {
  switch (route) {
    case 'GET /oauth/authorize':
      return authorize(url, response)
    case 'POST /oauth/token':
      return exchange(request, new URLSearchParams(await readAll(request)), response)
    case 'GET /v2/me':
      return me(request, response)
    case 'GET /elsewhere':
      count(url.searchParams.get('room') ?? '', 'elsewhere')
      return json(response, 200, { access_token: 'from elsewhere', token_type: 'bearer', id: 1 })
    case 'GET /control':
      return json(response, 200, callsOf(url.searchParams.get('room') ?? ''))
    case 'POST /control': {
      const faults = JSON.parse(await readAll(request))
      Object.assign(everybody, { token: faults.token_fault, me: faults.me_fault })
      return json(response, 200, {})
    }
    default:
      return json(response, 404, { error: 'not found' })
  }
}

function authorize(url: URL, response: ServerResponse) {
  const asked = Object.fromEntries(url.searchParams)
  const { client_id, redirect_uri = '', response_type, state, persona } = asked
  if (client_id !== CLIENT.id) return json(response, 401, { error: 'invalid_client' })
  if (!REDIRECT_ADDRESS.test(redirect_uri)) return json(response, 400, { error: 'invalid_redirect_uri' })
  if (response_type !== 'code') return json(response, 400, { error: 'unsupported_response_type' })
  if (!persona && asked.deny === undefined) return askWho(url, response)
  count(asked.room ?? '', 'authorize')
  const back = new URL(redirect_uri)
  if (asked.deny !== undefined) back.searchParams.set('error', asked.deny || 'access_denied')
  else back.searchParams.set('code', grant(asked))
  if (state !== undefined) back.searchParams.set('state', state)
  response.writeHead(302, { location: back.href }).end()
}

function grant(asked: Record<string, string>): string {
  const code = randomBytes(32).toString('hex')
  const me = { ...profileOf(asked.persona ?? ''), ...JSON.parse(asked.profile ?? '{}') }
  if (asked.omit) delete me[asked.omit]
  codes.set(code, {
    redirectUri: asked.redirect_uri ?? '',
    challenge: asked.code_challenge_method === 'S256' ? asked.code_challenge : undefined,
    me,
    room: asked.room ?? '',
    faults: { token: asked.token_fault as Fault, me: asked.me_fault as Fault },
    expiresAt: Date.now() + CODE_LIFE_MS,
    used: false,
  })
  return code
}

function exchange(request: IncomingMessage, form: URLSearchParams, response: ServerResponse) {
  const found = codes.get(form.get('code') ?? '')
  const room = found?.room ?? ''
  count(room, 'token')
  const fault = found?.faults.token ?? everybody.token
  if (fault) return misbehave(fault, { access_token: 'x', token_type: 'bearer' }, { room, request, response })
  if (!isOurClient(request, form)) return json(response, 401, { error: 'invalid_client' })
  if (!found || !isGoodFor(found, form)) return json(response, 400, { error: 'invalid_grant' })
  found.used = true
  callsOf(room).verifiers.push(form.get('code_verifier') ?? '')
  const accessToken = randomBytes(32).toString('hex')
  callsOf(room).accessTokens.push(accessToken)
  tokens.set(accessToken, found)
  json(response, 200, {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: 7200,
    refresh_token: randomBytes(32).toString('hex'),
    scope: 'public',
    created_at: Math.floor(Date.now() / 1000),
  })
}

function isGoodFor(found: Grant, form: URLSearchParams): boolean {
  const proven = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  return (
    !found.used &&
    found.expiresAt > Date.now() &&
    form.get('grant_type') === 'authorization_code' &&
    form.get('redirect_uri') === found.redirectUri &&
    (found.challenge === undefined || found.challenge === proven)
  )
}

/** As 42 does, the client may name itself in the form or in a Basic header. */
function isOurClient({ headers }: IncomingMessage, form: URLSearchParams): boolean {
  const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')
  if (headers.authorization) return headers.authorization === `Basic ${basic}`
  return form.get('client_id') === CLIENT.id && form.get('client_secret') === CLIENT.secret
}

function me(request: IncomingMessage, response: ServerResponse) {
  const found = tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const room = found?.room ?? ''
  count(room, 'me')
  const fault = found?.faults.me ?? everybody.me
  if (fault) return misbehave(fault, found?.me ?? {}, { room, request, response })
  if (!found) return json(response, 401, { error: 'Not authorized', message: 'The access token is invalid' })
  json(response, 200, found.me)
}

/** The page where a developer chooses who to be. */
function askWho(url: URL, response: ServerResponse) {
  const link = (extra: Record<string, string>) => {
    const target = new URL(url)
    for (const [name, value] of Object.entries(extra)) target.searchParams.set(name, value)
    return `${target.pathname}${target.search}`.replaceAll('&', '&amp;')
  }
  const choices = Object.keys(personas).map(
    name => `<li><a href="${link({ persona: name })}">Continue as ${name}</a></li>`,
  )
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Stand-in for 42 Intra</title><style>body{font:16px/1.6 system-ui;max-width:28rem;margin:15vh auto;padding:0 1rem}
ul{list-style:none;padding:0}a{display:block;padding:.7rem 1rem;margin:.5rem 0;border:1px solid #999;border-radius:8px}
</style><h1>Stand-in for 42 Intra</h1><p>INTRA_CLIENT_ID is not set, so this page plays 42. Who do you want to be?</p>
<ul>${choices.join('')}<li><a href="${link({ deny: 'access_denied' })}">Refuse</a></li></ul></html>`
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}

function callsOf(room: string): Calls {
  let calls = rooms.get(room)
  if (!calls) {
    calls = { authorize: 0, token: 0, me: 0, elsewhere: 0, verifiers: [], accessTokens: [] }
    rooms.set(room, calls)
  }
  return calls
}

function count(room: string, endpoint: 'authorize' | 'token' | 'me' | 'elsewhere') {
  callsOf(room)[endpoint]++
}

function json(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
