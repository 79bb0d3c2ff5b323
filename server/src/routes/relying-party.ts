/** The site as passkeys know it: by its name, so that a key made for one site is never asked for by another. */
import { isIP } from 'node:net'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Context } from 'hono'
import type { Site } from './site.ts'

export interface RelyingParty {
  origin: string
  id: string
}

/** @throws AppError `passkeys_off` where the site has no name, or no https. */
export function relyingPartyOf(c: Context, site: Site): RelyingParty {
  const origin = site.originOf(c)
  const { hostname, protocol } = new URL(origin)
  const isLocal = hostname === 'localhost'
  if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && (protocol === 'https:' || isLocal)) {
    return { origin, id: hostname }
  }
  throw new AppError(
    'passkeys_off',
    'Passkeys need a site with a name and https. On your own machine, open Flashboard at localhost instead.',
  )
}
