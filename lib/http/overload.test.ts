import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { guardFromOverload } from './overload'

/** A server whose listener, as Next's would be, is kept from what is shed; it answers when it is told to. */
let server: Server
let waiting: ServerResponse[]
let origin: string
const sockets: Socket[] = []

beforeEach(async () => {
  waiting = []
  server = createServer((request, response) => {
    if (request.url === '/healthz') response.end('OK')
    else waiting.push(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  guardFromOverload(server)
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.closeAllConnections()
  server.close()
})

const signIn = () => fetch(`${origin}/api/auth/login`, { method: 'POST', body: '{}' })
const arrived = (count: number) => expect.poll(() => waiting.length).toBe(count)

test('REL-18: a hundred sign-ins are worked on at once; the next is told to come later, in all dialects, and nobody else', async () => {
  const first = Array.from({ length: 100 }, signIn)
  await arrived(100)
  const refused = await signIn()
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('cache-control')).toBe('no-store')
  const words = expect.any(String)
  expect(await refused.json()).toEqual({
    statusCode: 503,
    error: 'Service Unavailable',
    message: words,
    detail: words,
    code: 'unavailable',
  })
  expect(await (await fetch(`${origin}/healthz`)).text()).toBe('OK')
  expect(waiting).toHaveLength(100)

  waiting[0]?.end()
  await first[0]
  const next = signIn()
  await arrived(101)
  for (const response of waiting) response.end()
  expect((await next).status).toBe(200)
})

test('HTP-11: sign-ins that are never sent to their end keep nobody out', async () => {
  for (let i = 0; i < 150; i++) {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{')
    sockets.push(socket)
  }
  await arrived(150)
  const answer = signIn()
  await arrived(151)
  waiting[150]?.end()
  expect((await answer).status).toBe(200)
})
