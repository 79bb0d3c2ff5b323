/**
 * Which networks webhooks may lead into: the public ones. A person's webhook must not become a way to what only
 * this server can reach.
 *
 * What counts is the address that is connected to. It is looked up once, judged, and that very address is
 * connected to, so a name that says something else a moment later (DNS rebinding) changes nothing.
 */
import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { DeliveryError } from './delivery-error.ts'

interface ResolvedAddress {
  address: string
  family: number
}

export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true })

/** The addresses that are given out; whatever else IPv6 has is for special uses. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address (IPv4 or IPv6, as text) is one that anybody can reach. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast)
}

export class PrivateNetworkError extends DeliveryError {
  constructor() {
    super('The address leads into a private network, where this server sends nothing.')
  }
}

interface NetworkRules {
  /** What the operator allowed: then nothing is refused. */
  mayReachPrivate: boolean
  resolve?: Resolve
}

export class Networks {
  readonly #mayReachPrivate: boolean
  readonly #resolve: Resolve

  constructor({ mayReachPrivate, resolve = systemResolve }: NetworkRules) {
    this.#mayReachPrivate = mayReachPrivate
    this.#resolve = resolve
  }

  /**
   * Refuses a host that is an address by itself, which no lookup will see.
   * @param hostname as a URL has it.
   * @throws PrivateNetworkError
   */
  check(hostname: string): void {
    const host = hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !this.#allows(host)) throw new PrivateNetworkError()
  }

  /**
   * The same for names too, as they lead now.
   * @throws PrivateNetworkError, and what the lookup throws for a name that leads nowhere.
   */
  async checkResolved(hostname: string): Promise<void> {
    this.check(hostname)
    if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) await this.#addressesOf(hostname)
  }

  /** For a socket: gives it only addresses that were judged. */
  readonly lookup: LookupFunction = (hostname, { all }, done) =>
    void this.#answer(hostname, all === true, done)

  async #answer(hostname: string, all: boolean, done: Parameters<LookupFunction>[2]): Promise<void> {
    let addresses: ResolvedAddress[]
    try {
      addresses = await this.#addressesOf(hostname)
    } catch (error) {
      return done(error as NodeJS.ErrnoException, '')
    }
    if (all) done(null, addresses)
    else done(null, addresses[0]!.address, addresses[0]!.family)
  }

  /** One private address among public ones spoils them all: the socket would choose. */
  async #addressesOf(hostname: string): Promise<ResolvedAddress[]> {
    const addresses = await this.#resolve(hostname)
    const isAllowed = addresses.length > 0 && addresses.every(({ address }) => this.#allows(address))
    if (!isAllowed) throw new PrivateNetworkError()
    return addresses
  }

  #allows(address: string): boolean {
    return this.#mayReachPrivate || isPublicAddress(address)
  }
}
