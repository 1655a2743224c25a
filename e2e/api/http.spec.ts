import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sendRaw } from '../support/raw'
import { currentRun } from '../support/run'
import { expect, test } from '../support/test'

const raw = (...lines: string[]) => sendRaw(currentRun().origin, `${lines.join('\r\n')}\r\n\r\n`)

test('HTP-06: confused paths open nothing and break nothing', async ({ api }) => {
  const paths = [
    '/auth/../api/account',
    '/auth/%2e%2e/api/account',
    '/auth/..%2fapi/account',
    '/auth/..;/api/account',
    '/api/account;x',
    '/api/account/.',
    '/api/account%00',
    '/api/account%ff',
    '/API/ACCOUNT',
    '/api//account',
    '//api/account',
    '/api/%61ccount',
    '/api/%2561ccount',
    '/api/account/%2e%2e/account',
    '/%ff',
    '/%c0%ae%c0%ae/',
    '/_next/../api/account',
    '/api/account?%ff=%ff',
    '/\\evil.example',
    '/api/account#x',
    '/./api/account',
    '/%',
    '/api/%zz',
  ]
  for (const path of paths) {
    const answer = await api.get(path)
    expect([301, 302, 307, 308, 400, 401, 404], `${path}: ${answer.status}`).toContain(answer.status)
    expect(answer.header('location') ?? '/', path).toMatch(/^\/(?!\/)/)
    expect(answer.count('x-request-id')).toBe(1)
  }
})

test('HTP-08: ambiguous requests are refused, and the next one on the line is not confused', async () => {
  const next = ['GET /healthz HTTP/1.1', 'Host: a', 'Connection: close', '', ''].join('\r\n')
  const post = ['POST /auth/login HTTP/1.1', 'Host: a', 'Content-Type: application/json']
  const set: [name: string, head: string[], rest: string][] = [
    ['TE and CL', [...post, 'Transfer-Encoding: chunked', 'Content-Length: 4'], '0\r\n\r\n'],
    ['two lengths', [...post, 'Content-Length: 2', 'Content-Length: 5'], '{}'],
    ['negative length', [...post, 'Content-Length: -1'], ''],
    ['signed length', [...post, 'Content-Length: +2'], '{}'],
    ['unknown coding', [...post, 'Transfer-Encoding: xchunked'], ''],
    ['chunked twice', [...post, 'Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
    ['space before the colon', [...post, 'Content-Length : 2'], '{}'],
    ['NUL in a header', [...post, 'X: a\0b', 'Content-Length: 2'], '{}'],
    ['CR in a header', [...post, 'X: a\rb', 'Content-Length: 2'], '{}'],
    ['a header without a name', [...post, ': x', 'Content-Length: 2'], '{}'],
    ['a bad chunk', [...post, 'Transfer-Encoding: chunked'], 'zz\r\n'],
    ['HTTP/9.9', ['GET /healthz HTTP/9.9', 'Host: a'], ''],
    ['no version', ['GET /healthz'], ''],
  ]
  for (const [name, head, rest] of set) {
    const { statuses, text } = await sendRaw(currentRun().origin, `${head.join('\r\n')}\r\n\r\n${rest}${next}`)
    expect(statuses, `${name}: ${text.slice(0, 80)}`).toEqual([400])
  }
})

test('HTP-04: strange methods are 400 or 405 or end the connection', async () => {
  for (const method of ['TRACK', 'FOO', 'get', 'CONNECT', 'G ET', '', 'PRI']) {
    const { statuses } = await raw(`${method} / HTTP/1.1`, 'Host: a', 'Connection: close')
    for (const status of statuses) expect([400, 405], method).toContain(status)
  }
})

test('HTP-09: the request line and the Host header have no power', async ({ address }) => {
  const { port } = new URL(currentRun().origin)
  for (const lines of [
    [`GET http://evil.example/healthz HTTP/1.1`, 'Host: evil.example'],
    ['GET /healthz HTTP/1.1', 'Host: evil.example'],
    ['GET /api//account HTTP/1.1', 'Host: evil.example'],
    ['GET //evil.example/x HTTP/1.1', `Host: localhost:${port}`],
    ['GET /login/ HTTP/1.1', 'Host: evil.example', 'X-Forwarded-Host: evil.example'],
  ]) {
    const { text, statuses } = await raw(...lines, `X-Forwarded-For: ${address}`, 'Connection: close')
    expect(statuses).toHaveLength(1)
    expect(statuses[0]).toBeLessThan(500)
    expect(text, lines[0]).not.toMatch(/^location: (https?:)?\/\//im)
    // A page may hold the path that it was asked for, never as a place of its own.
    expect(text, lines[0]).not.toContain('//evil.example')
    expect(text.split('\r\n\r\n')[0], lines[0]).not.toContain('evil.example')
  }
  expect((await raw('GET /healthz HTTP/1.1', 'Connection: close')).statuses, 'no Host').toEqual([400])
})

test('HTP-10: upgrades are not taken, and nothing is fetched for anybody', async () => {
  const calls: string[] = []
  const listener = createServer((request, response) => {
    calls.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const target = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ]
  for (const line of [
    `GET ${target}/ws HTTP/1.1`,
    'GET /healthz HTTP/1.1',
    `GET /_next/image?url=${encodeURIComponent(target)}&w=64&q=75 HTTP/1.1`,
  ]) {
    expect((await raw(line, 'Host: a', ...upgrade)).statuses).not.toContain(101)
    expect((await raw(line, 'Host: a', 'Connection: close')).statuses).not.toContain(101)
  }
  const h2c = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA']
  expect((await raw('GET /healthz HTTP/1.1', 'Host: a', ...h2c)).statuses).not.toContain(101)
  listener.close()
  expect(calls).toEqual([])
})

test("HTP-12: Next's own headers open nothing", async ({ api, anotherAddress }) => {
  const middleware = [
    'middleware',
    'src/middleware',
    'pages/_middleware',
    'proxy',
    Array(5).fill('middleware').join(':'),
    Array(5).fill('src/middleware').join(':'),
    '1',
  ]
  const sets: Record<string, string>[] = [
    ...middleware.map(value => ({ 'x-middleware-subrequest': value })),
    {
      'x-middleware-rewrite': '/api/healthz',
      'x-middleware-next': '1',
      'x-middleware-override-headers': 'authorization',
    },
    { 'x-nextjs-data': '1', 'x-invoke-path': '/healthz', 'x-invoke-status': '200', 'x-invoke-output': '/healthz' },
    { 'x-matched-path': '/api/healthz', 'x-now-route-matches': '1=healthz', 'x-prerender-revalidate': 'x' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-state-tree': '%5B%5D' },
    { 'x-latchkey-peer': '127.0.0.1', 'x-latchkey-request-id': 'mine', 'x-latchkey-method': 'GET' },
  ]
  for (const headers of sets) {
    const answer = await api.get('/api/account', { headers, from: anotherAddress() })
    expect(answer.status, JSON.stringify(headers)).toBe(401)
    expect(answer.header('x-request-id')).not.toBe('mine')
    expect((await api.get('/healthz', { headers })).status).toBe(200)
  }
})

test('HTP-14: junk for server actions is cheap and harmless', async ({ api, anotherAddress }) => {
  const bodies = ['["$F1"]', '{"then":"$1:__proto__:then"}', '0:["$@1"]\n1:"$0"', '[]', 'x'.repeat(60_000)]
  for (const path of ['/', '/login', '/api/healthz', '/nope'])
    for (const body of bodies)
      for (const type of ['text/plain;charset=UTF-8', 'multipart/form-data; boundary=x', 'application/json']) {
        const headers = { 'next-action': 'a'.repeat(42), 'content-type': type }
        const answer = await api.request('POST', path, { headers, body, from: anotherAddress() })
        expect(answer.status, `${path} ${answer.text.slice(0, 60)}`).toBeLessThan(500)
      }
  expect((await api.get('/readyz')).status).toBe(200)
})

test('HTP-15: heads that are too big are refused', async () => {
  const big = 'x'.repeat(20_000)
  for (const lines of [
    ['GET /healthz HTTP/1.1', 'Host: a', `X-Big: ${big}`],
    [`GET /healthz?${big} HTTP/1.1`, 'Host: a'],
    ['GET /healthz HTTP/1.1', 'Host: a', `Cookie: a=${big}`],
  ])
    expect((await raw(...lines)).statuses).toEqual([431])
})
