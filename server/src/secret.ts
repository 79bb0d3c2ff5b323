/** Secrets that somebody else keeps: the server has their hashes. */
import { createHash, randomBytes } from 'node:crypto'

interface Secret {
  secret: string
  hash: string
}

/** 256 random bits, as 43 letters that fit into a header, a cookie and an address. */
export function newSecret(prefix = ''): Secret {
  const secret = prefix + randomBytes(32).toString('base64url')
  return { secret, hash: hashOf(secret) }
}

/** What has 256 random bits needs no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
