import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from './public-address'
import { fetchRemoteImage, type Network } from './remote-image'

const PUBLIC = '93.184.215.14'
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})

/** An internet in which every name has the addresses that are given, and every address leads to one server. */
async function internetOf(answer: RequestListener, addresses: string[] | (() => string[]) = [PUBLIC]) {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const connections: string[] = []
  const network: Network = {
    resolve: async () => (typeof addresses === 'function' ? addresses() : addresses),
    connect: (address, port) => {
      connections.push(`${address} ${port}`)
      return connect((server.address() as AddressInfo).port, '127.0.0.1')
    },
  }
  return { connections, get: (url: string) => fetchRemoteImage(url, ['vault.example'], network) }
}

const image: RequestListener = (_, response) => response.end('pixels')

describe('UPL-05, UPL-06 fetching an image', () => {
  it('connects to the address that was checked, without credentials', async () => {
    const seen: unknown[] = []
    const { get, connections } = await internetOf((request, response) => {
      seen.push([request.method, request.url, request.headers])
      response.end('pixels')
    })
    expect(Buffer.from((await get('http://icons.example/a.png?b=1#c')) ?? []).toString()).toBe('pixels')
    expect(connections).toEqual([`${PUBLIC} 80`])
    const headers = {
      host: 'icons.example',
      accept: 'image/*',
      'accept-encoding': 'identity',
      'user-agent': 'Latchkey',
    }
    expect(seen).toEqual([['GET', '/a.png?b=1', { ...headers, connection: 'close' }]])
  })

  it('takes what is public by number, too, and prefers IPv4', async () => {
    const { get, connections } = await internetOf(image, ['2606:4700::1111', PUBLIC])
    await get('http://icons.example/')
    await get('http://[2606:4700::1111]/')
    await get(`http://${PUBLIC}/`)
    expect(connections).toEqual([`${PUBLIC} 80`, '2606:4700::1111 80', `${PUBLIC} 80`])
  })

  it('speaks TLS on 443, and gives up when the other side does not', async () => {
    const { get, connections } = await internetOf(image)
    expect(await get('https://icons.example/')).toBeUndefined()
    expect(connections).toEqual([`${PUBLIC} 443`])
  })
})

describe('UPL-01, UPL-02, UPL-03, UPL-04, UPL-05 never reaches', () => {
  const inner = `
    127.0.0.1 127.1 127.255.255.255 2130706433 0x7f000001 0177.0.0.1 0x7f.1 0 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255
    192.168.1.1 100.64.0.1 169.254.169.254 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 240.0.0.1
    255.255.255.255 ①②⑦.0.0.1 127。0。0。1 127.0.0.1. [::1] [::] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1]
    [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::a9fe:a9fe]
    [2002:7f00:1::] [2001:0:7f00:1::] [2001:db8::1] [100::1] [fec0::1] [4000::1] [0:0:0:0:0:0:0:1]`

  it.each(inner.trim().split(/\s+/))('%s', async host => {
    const { get, connections } = await internetOf(image)
    expect(await get(`http://${host}/`)).toBeUndefined()
    expect(connections).toEqual([])
  })

  it.each([
    'ftp://icons.example/',
    'file:///etc/passwd',
    'gopher://icons.example/',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'http://icons.example:8080/',
    'http://icons.example:22/',
    'https://icons.example:80/',
    'http://ok@icons.example/',
    'http://ok:pw@icons.example/',
    'http://vault.example/',
    'http://VAULT.example./',
    'http://[fe80::1%25eth0]/',
    'http://',
    '//icons.example',
    'icons.example',
    `http://icons.example/${'x'.repeat(3000)}`,
    '',
  ])('%.60s', async url => {
    const { get, connections } = await internetOf(image)
    expect(await get(url)).toBeUndefined()
    expect(connections).toEqual([])
  })

  it.each([
    [['127.0.0.1']],
    [[PUBLIC, '10.0.0.1']],
    [['::1', PUBLIC]],
    [['64:ff9b::a9fe:a9fe']],
    [['not an address']],
    [[]],
  ])('a name with the addresses %j', async addresses => {
    const { get, connections } = await internetOf(image, addresses)
    expect(await get('http://icons.example/')).toBeUndefined()
    expect(connections).toEqual([])
  })

  it('the second answer of a name server', async () => {
    let asked = 0
    const { get, connections } = await internetOf(image, () => [asked++ === 0 ? PUBLIC : '127.0.0.1'])
    expect(await get('http://icons.example/')).toBeDefined()
    expect([asked, connections]).toEqual([1, [`${PUBLIC} 80`]])
  })

  it('userinfo, backslash and fragment tricks somewhere else than where the URL points', async () => {
    const { get, connections } = await internetOf(image)
    for (const url of ['http://127.0.0.1\\@icons.example/', 'http://127.0.0.1#@icons.example/']) await get(url)
    expect(connections).toEqual([])
  })

  it('this machine by its own addresses', () => {
    const own = Object.values(networkInterfaces()).flatMap(each => (each ?? []).map(({ address }) => address))
    expect(own.some(isPublicAddress)).toBe(false)
  })

  it('a redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { get, connections } = await internetOf((_, response) =>
        response.writeHead(status, { location: 'http://127.0.0.1/' }).end(),
      )
      expect(await get('http://icons.example/')).toBeUndefined()
      expect(connections).toHaveLength(1)
    }
  })
})

describe('UPL-06 is cut short by', () => {
  const refused: [string, RequestListener][] = [
    ['a missing image', (_, response) => response.writeHead(404).end('x')],
    ['an endless body', (_, response) => void setInterval(() => response.write(Buffer.alloc(2 ** 18)), 1).unref()],
    ['a compressed body', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
    [
      '100,000 headers',
      (_, response) => {
        const headers = Array.from({ length: 100_000 }, (_each, at) => `x-${at}: y\r\n`).join('')
        response.socket?.end(`HTTP/1.1 200 OK\r\n${headers}\r\nx`)
      },
    ],
    ['nonsense', (_, response) => void response.socket?.end('hello')],
    [
      'an early end',
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy()),
    ],
  ]

  it.each(refused)('%s', async (_, answer) => {
    const { get } = await internetOf(answer)
    expect(await get('http://icons.example/')).toBeUndefined()
  })

  it('the clock: a body that drips, and a name that is never found', async () => {
    const drip = await internetOf((_, response) => void setInterval(() => response.write('x'), 200).unref())
    const silent: Network = { resolve: () => new Promise(() => undefined), connect: () => connect(9) }
    const outcomes = await Promise.all([
      drip.get('http://icons.example/'),
      fetchRemoteImage('http://icons.example/', [], silent),
    ])
    expect(outcomes).toEqual([undefined, undefined])
  }, 20_000)

  it('a port that nobody listens to', async () => {
    const closed = createTcpServer()
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise(resolve => closed.close(resolve))
    const network: Network = { resolve: async () => [PUBLIC], connect: () => connect(port, '127.0.0.1') }
    expect(await fetchRemoteImage('http://icons.example/', [], network)).toBeUndefined()
  })
})
