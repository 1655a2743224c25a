import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from './http'

export type Balancer = {
  origin: string
  /** Whether the instance on this port gets requests. */
  serves(port: number): boolean
  stop(): Promise<void>
}

const INTERVAL_MS = 200

/**
 * A reverse proxy on loopback that hands requests to instances in turn, over connections that it keeps. As real ones do, it
 * asks each for `/readyz`, takes out one that says no, and tries the next one only when a connection was refused: what may
 * have been read is never sent twice.
 */
export async function startBalancer(ports: number[]): Promise<Balancer> {
  const ready = new Set(ports)
  let over = false
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const next = () => [...ready][turn++ % ready.size]

  const watch = async (port: number) => {
    const probe = createClient(`http://localhost:${port}`)
    while (!over) {
      const answer = await probe.get('/readyz', { headers: { connection: 'close' } }).catch(() => undefined)
      if (answer?.status === 200) ready.add(port)
      else ready.delete(port)
      await sleep(INTERVAL_MS)
    }
  }
  for (const port of ports) void watch(port)

  const pass = (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const port = next()
    if (port === undefined) return response.writeHead(502).end()
    const { method, url: path, headers } = incoming
    const outgoing = request({ host: '127.0.0.1', port, agent, method, path, headers })
    outgoing.on('response', answer => {
      const { connection, 'keep-alive': keepAlive, 'transfer-encoding': encoding, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 502, kept)
      answer.pipe(response)
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') return response.destroy()
      ready.delete(port)
      pass(incoming, body, response)
    })
    outgoing.end(body)
  }
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part)
    pass(incoming, Buffer.concat(parts), response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as { port: number }).port}`,
    serves: port => ready.has(port),
    async stop() {
      over = true
      agent.destroy()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
