import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { freePort } from './ports'

export type RedisServer = {
  url: string
  port: number
  /** Asks the server anything, as an operator would. */
  ask(...command: string[]): Promise<unknown>
  stop(): Promise<void>
}

/** A real Redis on loopback that keeps nothing on disk. `npm test` has seen to it that `redis-server` is there. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', args, { stdio: 'ignore' })
  const failed = once(server, 'error').then(([error]) => Promise.reject(error))
  const url = `redis://127.0.0.1:${port}`
  const operator = await Promise.race([connect(url), failed])
  return {
    url,
    port,
    ask: (...command) => operator.sendCommand(command),
    async stop() {
      operator.destroy()
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
    },
  }
}

async function connect(url: string) {
  for (let tries = 0; ; tries++) {
    const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } }).on('error', () => undefined)
    try {
      return await client.connect()
    } catch (error) {
      if (tries > 50) throw error
      await sleep(50)
    }
  }
}
