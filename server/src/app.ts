/** The HTTP side as one app: the API, the sockets, the page; and the one place that answers errors. */
import { AppError, type ErrorAnswer } from '@flashboard/shared/wire/errors'
import { PLAN_FILE_MAX_BYTES } from '@flashboard/shared/wire/plan-file'
import { type ErrorHandler, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { openAPIRouteHandler } from 'hono-openapi'
import type { Logger } from 'pino'
import { CALENDAR, calendarRoutes } from './routes/calendar.ts'
import { healthRoutes } from './routes/health.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { notFound } from './routes/not-found.ts'
import { OVERLAY, overlayRoutes } from './routes/overlay.ts'
import { ownOriginOnly, SAFE_METHODS } from './routes/origin.ts'
import { baseHeaders, onlySecure } from './routes/headers.ts'
import { pageRoutes } from './routes/page.ts'
import { planRoutes } from './routes/plans.ts'
import { limited } from './routes/rate-limits.ts'
import { HOOKS, saleHookRoutes } from './routes/sale-hooks.ts'
import type { Services } from './routes/services.ts'
import { sessionRoutes } from './routes/session.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { syncRoutes } from './routes/sync.ts'
import { warnOfUndeclaredProxy } from './routes/undeclared-proxy.ts'
import { youRoutes } from './routes/you.ts'
import { version } from './version.ts'

const BODY_MAX_BYTES = 65_536
const ORDER_MAX_BYTES = 1_048_576

/** The API's routes by their types, for `hc<App>()` in the page. */
export type App = ReturnType<typeof apiRoutes>

/** @param webRoot the built page's folder; without one, only the API and the sockets answer. */
export function createApp(services: Services, webRoot?: string): Hono {
  const app = new Hono()
  app.onError(answerError(services.log))
  app.notFound(notFound)
  app.use(warnOfUndeclaredProxy(services), onlySecure(services.site))
  // Before the headers of everything else, which are not theirs: a socket would be opened with all of them.
  app.route('/sync', syncRoutes(services))
  app.route(CALENDAR, calendarRoutes(services))
  app.use(secureHeaders(baseHeaders))
  app.route('/', apiRoutes(services))
  app.all('/api/*', notFound)
  app.all('/sync/*', notFound)
  if (webRoot !== undefined) app.route('/', pageRoutes(webRoot))
  return app
}

function apiRoutes(services: Services) {
  const api = new Hono()
    .use('/api/*', uncached, limited(services, 'request'), ownOriginOnly(services.site))
    .use('/api/*', bodiesWithin, bodyFirst)
    .route('/api/health', healthRoutes(services))
    .route('/api/session', sessionRoutes(services))
    .route('/api/you', youRoutes(services))
    .route('/api/sign-in', signInRoutes(services))
    .route('/api/invitations', invitationRoutes(services))
    .route('/api/plans', planRoutes(services))
    .route(HOOKS, saleHookRoutes(services))
    .route(OVERLAY, overlayRoutes(services))
  api.get(
    '/api/openapi.json',
    openAPIRouteHandler(api, {
      documentation: { info: { title: 'Flashboard', version, description: 'Plans for flash events.' } },
    }),
  )
  return api
}

const uncached = createMiddleware(async (c, next) => {
  await next()
  c.header('Cache-Control', 'no-store')
})

/**
 * A body is here before it is asked whose request it is: whoever sends it slowly would otherwise be somebody still when
 * their session has long ended. All that reads one takes it as text or JSON, and finds it kept.
 */
const bodyFirst = createMiddleware(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) await c.req.text()
  await next()
})

/** A whole plan is larger, and so are a shop's orders, with all that is not read of them. */
const bodiesWithin: MiddlewareHandler = (c, next) => {
  if (c.req.path === '/api/plans/import') return planFile(c, next)
  return c.req.path.startsWith(`${HOOKS}/`) ? shopOrder(c, next) : requestBody(c, next)
}
const shopOrder = bodyLimit({ maxSize: ORDER_MAX_BYTES, onError: () => tooLarge('1 MiB') })
const requestBody = bodyLimit({ maxSize: BODY_MAX_BYTES, onError: () => tooLarge('64 KiB') })
const planFile = bodyLimit({ maxSize: PLAN_FILE_MAX_BYTES, onError: () => tooLarge('2 MiB') })

function tooLarge(limit: string): never {
  throw new AppError('too_large', `The request is larger than ${limit}. Nothing was changed; send less.`)
}

/** Addresses that are secrets are not logged. */
const SECRET_PATHS = [CALENDAR, HOOKS, OVERLAY]

/** A refusal is said as it is; anything else is a bug: logged in full, and not told in detail. */
function answerError(log: Logger): ErrorHandler {
  return (error, c) => {
    const refusal = refusalOf(error)
    const path = SECRET_PATHS.find((secret) => c.req.path.startsWith(secret)) ?? c.req.path
    if (!refusal) log.error({ err: error, method: c.req.method, path }, 'a request failed')
    else if (refusal.cause !== undefined) log.warn({ err: refusal, path }, refusal.message)
    const { code, message, status, retryAfterSeconds } =
      refusal ?? new AppError('internal', 'The server had a fault. Nothing was changed; try again.')
    if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
    return c.json({ code, message } satisfies ErrorAnswer, status)
  }
}

function refusalOf(error: Error): AppError | undefined {
  if (error instanceof AppError) return error
  // Hono throws one where a body says that it is JSON and is not.
  return error instanceof HTTPException && error.status === 400
    ? new AppError('bad_request', 'The request could not be read: its body is no JSON.')
    : undefined
}
