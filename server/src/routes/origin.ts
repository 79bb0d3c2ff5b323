/** Keeps other sites from using a person's cookie: their pages' requests name the site they come from. */
import { AppError } from '@flashboard/shared/wire/errors'
import type { Context, MiddlewareHandler } from 'hono'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a request names no other site than ours. Programs send no Origin. */
export function isOwnOrigin(c: Context): boolean {
  const origin = c.req.header('origin')
  if (origin === undefined) return true
  const host = c.req.header('host') ?? new URL(c.req.url).host
  return URL.parse(origin)?.host === host.toLowerCase()
}

/** Refuses what would change something and comes from elsewhere. Hono's own check passes foreign JSON. */
export const ownOriginOnly: MiddlewareHandler = async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method) && !isOwnOrigin(c)) {
    throw new AppError('wrong_origin', 'This request comes from another site. Open Flashboard itself.')
  }
  await next()
}
