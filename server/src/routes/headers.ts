/** What every answer tells a browser it may do with it, and what the page may do. */
import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Site } from './site.ts'

const YEAR_SECONDS = 365 * 24 * 3_600

/** Sent with every answer. The frame's rule does not touch a stream overlay: that is a page of its own. */
export const baseHeaders = {
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  // The address of a plan is told to no other site.
  referrerPolicy: 'same-origin',
  permissionsPolicy: {
    camera: [],
    microphone: [],
    geolocation: [],
    payment: [],
    usb: [],
    displayCapture: [],
  },
} satisfies Parameters<typeof secureHeaders>[0]

/** Browsers that came over https once come over nothing else, to this host. */
export const onlySecure = (site: Site): MiddlewareHandler => {
  return async (c, next) => {
    await next()
    if (site.isSecure(c)) c.header('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`)
  }
}

/** Scripts and styles of our own files only; those that stand in `index.html` are known by their hashes. */
export function pagePolicy(indexHtml: string) {
  return secureHeaders({
    ...baseHeaders,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...inlineScriptHashes(indexHtml)],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'"],
      // Kit's announcer of a new page, which nobody sees, is told so by an attribute in its markup. The styles that
      // Svelte sets are no markup.
      styleSrcAttr: ["'unsafe-hashes'", `'${hashOf(ANNOUNCER_STYLE)}'`],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  })
}

/** As Kit writes it; a test in the browser notices when that changes. */
const ANNOUNCER_STYLE =
  'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px'

function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'${hashOf(script!)}'`,
  )
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
