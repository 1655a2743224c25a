import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * Sends bytes to the product as they are and collects what comes back until the connection closes or falls silent.
 *
 * @returns the status lines that came, and everything.
 */
export async function sendRaw(origin: string, bytes: string | Buffer, silenceMs = 700) {
  const { port } = new URL(origin)
  const text = await new Promise<string>((resolve, reject) => {
    let received = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(silenceMs, () => socket.destroy())
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(received))
    socket.on('error', error => (received || 'code' in error ? resolve(received) : reject(error)))
  })
  return { text, statuses: [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)) }
}

/** Opens a connection, sends these bytes, and then neither sends nor reads any more. */
export async function hold(origin: string, bytes: string): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').pause()
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(bytes)
  return socket
}
