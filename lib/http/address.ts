import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { env } from '../env'

/** Set by the server hook from the socket itself; a client's own copy never gets through. */
export const PEER_HEADER = 'x-latchkey-peer'

/**
 * The true address of the client: the socket's, unless that is a trusted proxy; then the right-most hop of
 * `X-Forwarded-For` that is not one. On Vercel the platform's header.
 */
export function clientAddress(headers: Headers): string {
  if (env().onVercel) return normalise(headers.get('x-real-ip')) ?? UNKNOWN
  let address = normalise(headers.get(PEER_HEADER)) ?? UNKNOWN
  const hops = headers.get('x-forwarded-for')?.split(',') ?? []
  while (hops.length && isTrusted(address)) {
    const next = normalise(hops.pop() ?? '')
    if (!next) return address
    address = next
  }
  return address
}

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 one. */
export function addressBucket(address: string): string {
  if (isIPv4(address)) return address
  return `${ipaddr.IPv6.parse(address).toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}

const UNKNOWN = '0.0.0.0'

/** One spelling per address, without port, brackets and zone; undefined for what is none. */
function normalise(text: string | null): string | undefined {
  const bare = (text ?? '')
    .trim()
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (isIPv4(bare)) return bare
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined
}

function isTrusted(text: string): boolean {
  const address = ipaddr.parse(text)
  return env().trustedProxies.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}
