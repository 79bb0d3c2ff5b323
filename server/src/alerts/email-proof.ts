/** An email address counts only once the code that was sent there has come back: nobody is written to unasked. */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Clock } from '../clock/clock.ts'
import { newId } from '../chance.ts'
import { hashOf } from '../secret.ts'
import * as alertTargets from '../store/alert-targets.ts'
import type { Database } from '../store/database.ts'
import * as emailCodes from '../store/email-codes.ts'
import { ASKED_LIMIT_MS } from './courier.ts'
import { DeliveryError } from './delivery-error.ts'
import type { Mail } from './mail.ts'
import { codeMessage } from './message.ts'

const CODE_MS = 30 * MINUTE_MS
const ATTEMPTS_MAX = 5
/** How soon a code is sent again. */
const AGAIN_MS = MINUTE_MS
/**
 * Within a day. People are made by saying a name, so an address is protected by a count of its own, and everybody
 * else by one of all.
 */
const CODES_MAX = { aPerson: 10, anAddress: 5, inAll: 500 }

interface ProofParts {
  db: Database
  clock: Pick<Clock, 'now' | 'after'>
  mail: Mail
}

type Unproved = Pick<alertTargets.AlertTarget, 'id' | 'personId' | 'address' | 'codeSentAt'>

/**
 * Sends a new code, which replaces an earlier one.
 * @throws AppError `email_off`, `too_many`, `email_failed`
 */
export async function sendCode(parts: ProofParts, target: Unproved): Promise<void> {
  const { db, clock, mail } = parts
  if (mail.off !== null) throw new AppError('email_off', mail.off)
  const now = clock.now()
  if (target.codeSentAt !== null && now - target.codeSentAt < AGAIN_MS) {
    throw new AppError('too_many', 'A code was sent less than a minute ago. Look for it, or try again soon.')
  }
  const addressHash = hashOf(target.address.toLowerCase())
  if (!(await emailCodes.claim(db, { personId: target.personId, addressHash }, now, CODES_MAX))) {
    const { aPerson, anAddress, inAll } = CODES_MAX
    const most = `A day has at most ${aPerson} codes for you, ${anAddress} for an address and ${inAll} for all`
    throw new AppError('too_many', `${most}. No code was sent; try again tomorrow.`)
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await alertTargets.putCode(db, target.id, codeHashOf(target.id, code), now)
  await deliver(parts, target.address, code)
}

async function deliver({ clock, mail }: ProofParts, to: string, code: string): Promise<void> {
  const late = new AbortController()
  const callOff = clock.after(ASKED_LIMIT_MS, () =>
    late.abort(new DeliveryError('The mail server did not answer.')),
  )
  try {
    await mail.send({ to, ...codeMessage(newId(), code, clock.now()) }, late.signal)
  } catch (cause) {
    if (!(cause instanceof DeliveryError)) throw cause
    throw new AppError('email_failed', `${cause.message} No code was sent; try again later.`, { cause })
  } finally {
    callOff()
  }
}

/**
 * Confirms the target by its code. Every try counts, the right one too.
 * @throws AppError `wrong_code`, saying what to do.
 */
export async function confirm(
  { db, clock }: Pick<ProofParts, 'db' | 'clock'>,
  targetId: string,
  code: string,
): Promise<void> {
  const tried = await alertTargets.tryCode(db, targetId, ATTEMPTS_MAX)
  if (!tried) {
    throw new AppError('wrong_code', 'This code is used up. Have a new one sent.')
  }
  const now = clock.now()
  if (now - tried.sentAt > CODE_MS) {
    throw new AppError('wrong_code', 'This code is older than 30 minutes. Have a new one sent.')
  }
  if (!isSame(tried.codeHash, codeHashOf(targetId, code))) {
    const left = ATTEMPTS_MAX - tried.attempt
    const then =
      left === 0 ? 'Have a new one sent.' : `Look again: ${left} more ${left === 1 ? 'try' : 'tries'}.`
    throw new AppError('wrong_code', `That is not the code. ${then}`)
  }
  await alertTargets.confirm(db, targetId, now)
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** A code is only good for its own target. */
function codeHashOf(targetId: string, code: string): string {
  return hashOf(`${targetId} ${code}`)
}
