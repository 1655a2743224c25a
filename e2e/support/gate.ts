import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * What a gate does with those who come: lets them through, refuses connections, resets them, takes what they say and
 * never answers, answers after so many milliseconds, answers with these words of its own, or passes on whatever holds
 * these words and cuts the line before the answer, once.
 */
export type Behaviour =
  | 'open'
  | 'refuse'
  | 'reset'
  | 'hang'
  | { delayMs: number }
  | { says: string }
  | { cutAfter: string }

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
    // What has been passed on is still read to its end there.
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.destroy())
    if (behaviour === 'reset') client.resetAndDestroy()
    client.on('data', bytes => {
      const said = behaviour
      if (said === 'reset') client.resetAndDestroy()
      else if (is(said, 'says')) client.write(said.says)
      else if (said !== 'hang') upstream.write(bytes)
      if (!is(said, 'cutAfter') || !bytes.includes(said.cutAfter)) return
      behaviour = 'open'
      client.resetAndDestroy()
    })
    upstream.on('data', bytes => {
      const said = behaviour
      if (is(said, 'delayMs')) setTimeout(() => client.writable && client.write(bytes), said.delayMs)
      else if ((said === 'open' || is(said, 'cutAfter')) && client.writable) client.write(bytes)
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

const is = <K extends string>(behaviour: Behaviour, kind: K): behaviour is Extract<Behaviour, Record<K, unknown>> =>
  typeof behaviour === 'object' && kind in behaviour
