/** The built page: its files, and `index.html` for every address that is a page's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { pagePolicy } from './headers.ts'
import { notFound } from './not-found.ts'

/** Their names carry their content's hash, so they never change. */
const IMMUTABLE = '/_app/immutable/'

export const pageRoutes = (webRoot: string) =>
  new Hono()
    .use(pagePolicy(readFileSync(join(webRoot, 'index.html'), 'utf8')))
    .use(cacheControl)
    .get('*', serveStatic({ root: webRoot, precompressed: true }))
    .get('/_app/*', notFound)
    .get('*', serveStatic({ root: webRoot, path: 'index.html', precompressed: true }))

const cacheControl = createMiddleware(async (c, next) => {
  await next()
  const isImmutable = c.req.path.startsWith(IMMUTABLE) && c.res.ok
  c.header('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
})
