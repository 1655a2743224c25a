import { Agent, type IncomingMessage, request as nodeRequest, type RequestOptions } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { parseSetCookie, type SetCookie } from './cookies'

/** An answer as it came over the wire. */
export type Answer = {
  status: number
  /** A header's value; several of one name are joined with a comma. */
  header(name: string): string | undefined
  /** How often a header stands in the answer. */
  count(name: string): number
  /** What `Set-Cookie` says, by the cookie's name. */
  cookies: Record<string, SetCookie>
  text: string
  /** The body as JSON; undefined when it is empty or something else. */
  json: unknown
  /** A member of the JSON body that has to be a string. */
  field(name: string): string
}

export type Options = {
  headers?: Record<string, string | string[]>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is; an iterable is streamed without a length. */
  body?: string | Buffer | AsyncIterable<Buffer> | Iterable<Buffer>
  bearer?: string
  cookies?: Record<string, string>
  /** The client's address, in place of the test's own. */
  from?: string
}

/** A small HTTP client that sends exactly what it is told, and keeps nothing. */
export type Client = {
  request(method: string, path: string, options?: Options): Promise<Answer>
  get(path: string, options?: Options): Promise<Answer>
  post(path: string, json?: unknown, options?: Options): Promise<Answer>
  put(path: string, json?: unknown, options?: Options): Promise<Answer>
  delete(path: string, options?: Options): Promise<Answer>
}

/** Is told of every answer. */
export type Observer = (method: string, path: string, answer: Answer) => void

/**
 * @param address what a trusted proxy in front would say of the client; left out where there is none.
 * @param observe looks at every answer, too
 */
export function createClient(origin: string, address?: string, observe?: Observer): Client {
  const { port } = new URL(origin)
  // With a time of its own it heeds the server's, and takes no connection that is just about to be closed.
  const agent = new Agent({ keepAlive: true, timeout: PATIENCE_MS })
  const request = async (method: string, path: string, options: Options = {}): Promise<Answer> => {
    const from = options.from ?? address
    const headers = {
      host: new URL(origin).host,
      ...(from !== undefined && { 'x-forwarded-for': from }),
      ...(options.json !== undefined && { 'content-type': 'application/json' }),
      ...(options.bearer !== undefined && { authorization: `Bearer ${options.bearer}` }),
      ...(options.cookies && { cookie: writeCookies(options.cookies) }),
      ...options.headers,
    }
    const body = options.json === undefined ? options.body : JSON.stringify(options.json)
    const answer = await send({ host: '127.0.0.1', port, agent, method, path, headers }, body)
    observe?.(method, path, answer)
    return answer
  }
  return {
    request,
    get: (path, options) => request('GET', path, options),
    post: (path, json, options) => request('POST', path, { ...options, json }),
    put: (path, json, options) => request('PUT', path, { ...options, json }),
    delete: (path, options) => request('DELETE', path, options),
  }
}

/** Nothing that is alive is silent for so long. */
const PATIENCE_MS = 30_000

const writeCookies = (cookies: Record<string, string>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

function send(target: RequestOptions, body: Options['body']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = nodeRequest(target, incoming => void read(incoming).then(resolve, reject))
    let answered = false
    outgoing.on('response', () => {
      answered = true
    })
    // Said once more: a connection that is used again would keep the time of the server, 5 s.
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error(`silence for ${PATIENCE_MS / 1000} s`)))
    // A server that has answered may close before it has read all of a body that is too large.
    outgoing.on('error', error => answered || reject(error))
    if (body === undefined) outgoing.end()
    else if (typeof body === 'string' || Buffer.isBuffer(body))
      outgoing.setHeader('content-length', byteLength(body)).end(body)
    // The server may close before it has taken everything.
    else pipeline(Readable.from(body), outgoing).catch(() => undefined)
  })
}

const byteLength = (body: string | Buffer) => Buffer.byteLength(body)

async function read(incoming: IncomingMessage): Promise<Answer> {
  const text = (await buffer(incoming)).toString()
  const names = incoming.rawHeaders.filter((_, index) => index % 2 === 0).map(name => name.toLowerCase())
  const json = parse(text)
  return {
    status: incoming.statusCode ?? 0,
    header: name => {
      const value = incoming.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    },
    count: name => names.filter(other => other === name.toLowerCase()).length,
    cookies: Object.fromEntries(
      (incoming.headers['set-cookie'] ?? []).map(parseSetCookie).map(cookie => [cookie.name, cookie]),
    ),
    text,
    json,
    field(name) {
      const value = (json as Record<string, unknown> | undefined)?.[name]
      if (typeof value !== 'string') throw new Error(`${incoming.statusCode} ${text}: no text under "${name}"`)
      return value
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
