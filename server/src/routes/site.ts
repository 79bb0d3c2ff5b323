/** The site as its people's browsers know it: its origin, and where a request comes from. */
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { believed, noProxies, type Proxies } from '../proxies.ts'

/** This machine's own names, as addresses have them. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

interface SiteSettings {
  publicUrl?: string | undefined
  proxies?: Proxies | undefined
}

export class Site {
  readonly #publicUrl: string | undefined
  readonly #proxies: Proxies | undefined

  constructor({ publicUrl, proxies }: SiteSettings) {
    this.#publicUrl = publicUrl
    this.#proxies = proxies
  }

  /** Whether the operator has said which proxies stand in front, or that none does. */
  get knowsItsProxies(): boolean {
    return this.#proxies !== undefined
  }

  /** PUBLIC_URL, or else what the request was sent to, such as `http://localhost:4800`. */
  originOf(c: Context): string {
    if (this.#publicUrl !== undefined) return this.#publicUrl
    const scheme = this.isSecure(c) ? 'https' : 'http'
    const host = this.#forwarded(c, 'x-forwarded-host') ?? hostOf(c)
    return URL.parse(`${scheme}://${host}`)?.origin ?? 'http://localhost'
  }

  /** Whether people come over https, so that a cookie may ask for it. */
  isSecure(c: Context): boolean {
    return this.#publicUrl?.startsWith('https:') ?? this.#forwarded(c, 'x-forwarded-proto') === 'https'
  }

  /**
   * Whether a request names no other site than this one. Programs send no Origin. Where PUBLIC_URL is set that is
   * the site, and so is this machine itself; otherwise the host that was asked, over http or https: a proxy in front
   * that keeps the host need not be known here.
   */
  isOwn(c: Context): boolean {
    const origin = c.req.header('origin')
    if (origin === undefined) return true
    const named = URL.parse(origin)
    if (!named || named.origin !== origin) return false
    if (origin === this.#publicUrl) return true
    if (this.#publicUrl !== undefined) return isLoopback(named.hostname) && named.host === hostOf(c)
    return named.host === hostOf(c) || origin === this.originOf(c)
  }

  /** The address of whoever asks, as far as this server can know it. */
  addressOf(c: Context): string {
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    const from = incoming?.socket.remoteAddress ?? '127.0.0.1'
    return this.#forwarded(c, 'x-forwarded-for') ?? from
  }

  #forwarded(c: Context, header: string): string | undefined {
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    return believed(this.#proxies ?? noProxies, {
      from: incoming?.socket.remoteAddress ?? '127.0.0.1',
      forwarded: c.req.header(header),
      route: c.req.header('x-forwarded-for'),
    })
  }
}

function hostOf(c: Context): string {
  return (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
}
