/**
 * Says once that a proxy seems to stand in front of which the operator has said nothing: all who come through it count as
 * one address, and the site looks like plain http. Anybody can send such a header, so of what it holds nothing is said.
 */
import { createMiddleware } from 'hono/factory'
import type { Services } from './services.ts'

const HEADERS = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']

const WARNING =
  'A request brought X-Forwarded headers, and TRUSTED_PROXIES is not set, so they were not believed. Where a proxy stands in ' +
  'front, set TRUSTED_PROXIES and PUBLIC_URL; where none does, somebody made them up, and TRUSTED_PROXIES=0 ends this warning.'

export const warnOfUndeclaredProxy = ({ site, log }: Pick<Services, 'site' | 'log'>) => {
  let isSilent = site.knowsItsProxies
  return createMiddleware(async (c, next) => {
    if (!isSilent && HEADERS.some((name) => c.req.header(name) !== undefined)) {
      isSilent = true
      log.warn(WARNING)
    }
    await next()
  })
}
