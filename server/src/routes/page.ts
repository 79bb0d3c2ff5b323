/** The built page: its files, and `index.html` for every address that is a page's. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { notFound } from './not-found.ts'

/** Their names carry their content's hash, so they never change. */
const IMMUTABLE = '/_app/immutable/'

export const pageRoutes = (webRoot: string) =>
  new Hono()
    .use(securityPolicy(webRoot))
    .use(cacheControl)
    .get('*', serveStatic({ root: webRoot, precompressed: true }))
    .get('/_app/*', notFound)
    .get('*', serveStatic({ root: webRoot, path: 'index.html', precompressed: true }))

const cacheControl = createMiddleware(async (c, next) => {
  await next()
  const isImmutable = c.req.path.startsWith(IMMUTABLE) && c.res.ok
  c.header('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
})

/** Scripts of our own only; the one that starts the page stands in `index.html` and is known by its hash. */
function securityPolicy(webRoot: string) {
  return secureHeaders({
    ...baseHeaders,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...inlineScriptHashes(readFileSync(join(webRoot, 'index.html'), 'utf8'))],
      // Svelte sets style attributes, and Kit's announcer brings one.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  })
}

/** Sent with every answer. No HSTS: whoever puts TLS in front decides that for their own domain. */
export const baseHeaders = {
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  // A plan's address is enough to read it, so it is not told to other sites.
  referrerPolicy: 'same-origin',
} as const

export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
}
