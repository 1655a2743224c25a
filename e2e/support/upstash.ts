import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { RedisServer } from './redis-server'

/** What the stand-in answers instead of the truth. */
export type Lie = { status: number; body: string }

export type Upstash = {
  url: string
  token: string
  port: number
  /** Requests so far. */
  requests(): number
  lie(lie: Lie | undefined): void
  stop(): Promise<void>
}

type Answer = { result: unknown } | { error: string }

/**
 * Upstash's REST interface over a real Redis: commands as JSON arrays to `/`, several of them to `/pipeline` and
 * `/multi-exec`, a Bearer token, and strings in base64 for whoever asks for them.
 */
export async function startUpstash(redis: RedisServer): Promise<Upstash> {
  const token = 'token-of-the-stand-in'
  let requests = 0
  let lie: Lie | undefined
  const server = createServer(async (request, response) => {
    requests++
    const { status, body } = lie ?? (await reply(redis, token, request))
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    port,
    requests: () => requests,
    lie: told => {
      lie = told
    },
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function reply(redis: RedisServer, token: string, request: IncomingMessage): Promise<Lie> {
  const { headers, url } = request
  if (headers.authorization !== `Bearer ${token}`)
    return { status: 401, body: JSON.stringify({ error: 'WRONGPASS invalid or missing auth token' }) }
  const encode = headers['upstash-encoding'] === 'base64' ? inBase64 : (value: unknown) => value
  const body = (await json(request)) as unknown[]
  const run = (command: unknown[]): Promise<Answer> =>
    redis.ask(...command.map(String)).then(
      result => ({ result: encode(result) }),
      error => ({ error: String(error.message) }),
    )
  if (url === '/') {
    const answer = await run(body)
    return { status: 'error' in answer ? 400 : 200, body: JSON.stringify(answer) }
  }
  // One connection keeps the order; that nobody comes in between is promised by /multi-exec alone.
  const commands = url === '/multi-exec' ? [['MULTI'], ...(body as unknown[][]), ['EXEC']] : (body as unknown[][])
  const answers = await Promise.all(commands.map(run))
  if (url !== '/multi-exec') return { status: 200, body: JSON.stringify(answers) }
  const results = (answers.at(-1) as { result?: unknown[] }).result ?? []
  return { status: 200, body: JSON.stringify(results.map(result => ({ result }))) }
}

function inBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBase64)
  return typeof value === 'string' && value !== 'OK' ? Buffer.from(value).toString('base64') : value
}
