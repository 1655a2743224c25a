import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an address belongs to the public internet and not to this machine. Everything with a special purpose is not:
 * loopback, private, link-local, carriers' and documentation ranges, multicast, and the ways to write an IPv4 address as
 * IPv6 (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv6' && !address.match(GLOBAL_IPV6)) return false
  const own = Object.values(networkInterfaces()).flatMap(each =>
    (each ?? []).map(({ address: of }) => of.split('%')[0]),
  )
  return !own.some(of => of !== undefined && ipaddr.parse(of).toNormalizedString() === address.toNormalizedString())
}
