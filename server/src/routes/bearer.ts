/** An access token as a request carries it. Where there is one it alone counts: the request's cookie is not read. */
import type { Context } from 'hono'
import { hashOf } from '../secret.ts'

/** By which a token that lies about is known for what it is. */
export const TOKEN_PREFIX = 'fb_'

/** The hash of the token; a proxy's own sign-in, such as `Basic`, is none. */
export function bearerHashOf(c: Context): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return token === undefined ? undefined : hashOf(token)
}
