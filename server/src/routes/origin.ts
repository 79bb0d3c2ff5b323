/** Keeps other sites from using a person's cookie: their pages' requests name the site they come from. */
import { AppError } from '@flashboard/shared/wire/errors'
import { createMiddleware } from 'hono/factory'
import { bearerHashOf } from './bearer.ts'
import type { Site } from './site.ts'

/** Those that change nothing. */
export const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what would change something and comes from elsewhere. Hono's own check passes foreign JSON. A request that
 * brings an access token is let by: no page of another site can send one, and its cookie is not read.
 */
export const ownOriginOnly = (site: Site) =>
  createMiddleware(async (c, next) => {
    const isForeign = !SAFE_METHODS.has(c.req.method) && !site.isOwn(c)
    if (isForeign && bearerHashOf(c) === undefined) {
      const message = `This request comes from another site. Nothing was changed; open Flashboard at ${site.originOf(c)}.`
      throw new AppError('wrong_origin', message)
    }
    await next()
  })
