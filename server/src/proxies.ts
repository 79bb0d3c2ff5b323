/**
 * Which `X-Forwarded-…` headers to believe: anybody can send them, so only those that a proxy of the operator's
 * has written count. The operator says how many proxies stand in front, or at which addresses.
 */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number]
export type Proxies = { count: number } | { networks: readonly Network[] }

export const noProxies: Proxies = { count: 0 }

/** `2`, or `10.0.0.7, 192.168.0.0/16`; nothing where it is neither. */
export function parseProxies(text: string): Proxies | undefined {
  if (/^\d{1,2}$/.test(text.trim())) return { count: Number(text) }
  try {
    return { networks: text.split(',').map((each) => networkOf(each.trim())) }
  } catch {
    return undefined
  }
}

function networkOf(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  // ipaddr also takes 1.5 for an address.
  if (isIP(text) === 0) throw new TypeError(`${text} is no address`)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/**
 * Reads the list in one forwarding header.
 * @param from the address that the connection comes from.
 * @param forwarded the whole header: each proxy adds an entry at the end.
 * @param route the whole `X-Forwarded-For`, by which the proxies' addresses are known.
 * @returns what the outermost proxy of the operator's has written; nothing where none has.
 */
export function believed(
  proxies: Proxies,
  { from, forwarded, route }: { from: string; forwarded: string | undefined; route: string | undefined },
): string | undefined {
  const count = 'count' in proxies ? proxies.count : trustedHops(proxies.networks, from, entries(route))
  if (count === 0) return undefined
  const written = entries(forwarded)
  // A header that has one value for all of the way is as its last proxy left it.
  return written.at(-count) ?? written[0]
}

/** How many of the last hops are the operator's own. */
function trustedHops(networks: readonly Network[], from: string, route: readonly string[]): number {
  const hops = [from, ...route.toReversed()]
  const stranger = hops.findIndex((address) => !networks.some((network) => contains(network, address)))
  return stranger === -1 ? Math.max(1, route.length) : stranger
}

function contains([network, bits]: Network, text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.process(text)
  return address.kind() === network.kind() && address.match(network as never, bits as never)
}

function entries(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}
