/** What a webhook's address must look like, and how much of it is shown. */
import { AppError } from '@flashboard/shared/wire/errors'
import type { Clock } from '../clock/clock.ts'
import { type Networks, PrivateNetworkError } from './networks.ts'

/** Of a path shorter than this, its end would be most of it. */
const SECRET_MIN = 12
const SHOWN = 4
/** Somebody waits for it at their page; what takes longer to look up is judged when there is something to send. */
const LOOKUP_MS = 3_000

/**
 * The address as it is kept. A name that leads nowhere now may lead somewhere when there is something to send.
 * @throws AppError `bad_request` for what is no address of the web, `address_refused` for where nothing is sent.
 */
export async function webhookAddress(
  text: string,
  networks: Networks,
  clock: Pick<Clock, 'after'>,
): Promise<string> {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError('bad_request', 'A webhook’s address begins with https:// or http://.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('bad_request', 'Leave the name and password out of the webhook’s address.')
  }
  url.hash = ''
  try {
    await within(LOOKUP_MS, clock, networks.checkResolved(url.hostname))
  } catch (cause) {
    if (!(cause instanceof PrivateNetworkError)) return url.href
    const message =
      'The address leads into a private network, where this server sends nothing. Nothing was added.'
    throw new AppError('address_refused', message)
  }
  return url.href
}

/** "hooks.slack.com/…x9Qz": enough to tell two apart. */
export function shownAddress(address: string): string {
  const { host, pathname } = new URL(address)
  return pathname.length < SECRET_MIN ? `${host}/…` : `${host}/…${pathname.slice(-SHOWN)}`
}

/** Resolves after `ms` at the latest. */
async function within(ms: number, clock: Pick<Clock, 'after'>, looking: Promise<void>): Promise<void> {
  let callOff = () => {}
  const late = new Promise<void>((resolve) => (callOff = clock.after(ms, resolve)))
  await Promise.race([looking, late]).finally(callOff)
}
