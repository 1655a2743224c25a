import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { MAX_ICON_BYTES } from './icon'
import { isPublicAddress } from './public-address'

const MAX_SECONDS = 5
const MAX_URL_CHARACTERS = 2048

/** The way out of the machine. */
export type Network = {
  /** All addresses of a host. */
  resolve(host: string): Promise<string[]>
  connect(address: string, port: number): Socket
}

const internet: Network = {
  resolve: async host => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: (address, port) => connectTcp({ host: address, port }),
}

/**
 * Fetches an image from a public address (ASVS 1.3.6): over HTTP or HTTPS on its usual port, without credentials, in at
 * most 5 seconds and 1 MiB, not following redirects. Names are resolved once, every address has to be public, and the
 * connection goes to the address that was checked, so another answer of the name server changes nothing. What comes back
 * is a stranger's bytes.
 *
 * @param ownHosts names of this instance, which are never asked.
 * @returns undefined whenever anything is wrong; the caller is not told what, so that nobody can look around with it.
 */
export async function fetchRemoteImage(
  address: string,
  ownHosts: string[],
  network: Network = internet,
): Promise<Uint8Array | undefined> {
  const url = acceptable(address, ownHosts)
  if (!url) return undefined
  const deadline = AbortSignal.timeout(MAX_SECONDS * 1000)
  try {
    const checked = await within(deadline, publicAddressOf(url, network))
    return checked === undefined ? undefined : await within(deadline, download(url, checked, network, deadline))
  } catch {
    return undefined
  }
}

function acceptable(address: string, ownHosts: string[]): URL | undefined {
  if (address.length > MAX_URL_CHARACTERS || !URL.canParse(address)) return undefined
  const url = new URL(address)
  const sound = /^https?:$/.test(url.protocol) && url.port === '' && url.username === '' && url.password === ''
  return sound && !ownHosts.includes(hostOf(url)) ? url : undefined
}

/** WHATWG's parser has turned all spellings of an IPv4 address into the usual one by now. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

async function publicAddressOf(url: URL, network: Network): Promise<string | undefined> {
  const host = hostOf(url)
  const addresses = isIP(host) ? [host] : await network.resolve(host)
  if (!addresses.every(isPublicAddress)) return undefined
  return addresses.find(address => isIP(address) === 4) ?? addresses[0]
}

async function download(url: URL, address: string, network: Network, signal: AbortSignal) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const createConnection = () => connection(url, address, network)
    const headers = { host: url.host, accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Latchkey' }
    const path = url.pathname + url.search
    // Without an agent: one would make connections of its own.
    const options = { createConnection, path, headers, signal, maxHeaderSize: 16_384 }
    request(options, resolve).on('error', reject).end()
  })
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (response.statusCode !== 200 || encoding !== 'identity') {
    response.destroy()
    return undefined
  }
  return bodyOf(response)
}

function connection(url: URL, address: string, network: Network): Socket {
  const socket = network.connect(address, url.protocol === 'https:' ? 443 : 80)
  if (url.protocol === 'http:') return socket
  const host = hostOf(url)
  return connectTls({ socket, host, ...(isIP(host) === 0 && { servername: host }) })
}

async function bodyOf(response: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MAX_ICON_BYTES) return undefined
  }
  return Buffer.concat(chunks)
}

/** Looking up a name cannot be called off, but it can be left alone. */
function within<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('too late')), { once: true })
    work.then(resolve, reject)
  })
}
