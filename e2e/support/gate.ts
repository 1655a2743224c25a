import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * What a gate does with those who come: lets them through, refuses connections, resets them, takes what they say and
 * never answers, answers after so many milliseconds, or answers with these words of its own.
 */
export type Behaviour = 'open' | 'refuse' | 'reset' | 'hang' | { delayMs: number } | { says: string }

export type Gate = {
  port: number
  /** From now on, for those who are connected already, too. */
  become(behaviour: Behaviour): Promise<void>
  /** Cuts whoever is connected. */
  cut(): void
  stop(): Promise<void>
}

/** A TCP gate on loopback in front of a server, for the faults that networks and servers have. */
export async function startGate(targetPort: number): Promise<Gate> {
  let behaviour: Behaviour = 'open'
  let server: Server | undefined
  let port = 0
  const sockets = new Set<Socket>()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const accept = (client: Socket) => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    if (behaviour === 'reset') client.resetAndDestroy()
    client.on('data', bytes => {
      if (behaviour === 'reset') client.resetAndDestroy()
      else if (typeof behaviour === 'object' && 'says' in behaviour) client.write(behaviour.says)
      else if (behaviour !== 'hang') upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      if (typeof behaviour === 'object' && 'delayMs' in behaviour)
        setTimeout(() => client.writable && client.write(bytes), behaviour.delayMs)
      else if (behaviour === 'open') client.write(bytes)
    })
  }
  const listen = async () => {
    server = createServer(accept).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  }
  const close = async () => {
    const closing = server
    server = undefined
    cut()
    if (closing) await new Promise(resolve => closing.close(resolve))
  }
  await listen()
  return {
    port,
    async become(next) {
      behaviour = next
      if (next === 'refuse') await close()
      else if (!server) await listen()
    },
    cut,
    stop: close,
  }
}
