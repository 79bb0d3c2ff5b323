/** Tickets for sockets: what a program brings that has no cookie and can send no header. Good for one socket, and soon. */
import { SECOND_MS } from '@flashboard/shared/plan/time'
import { TICKET_PROTOCOL, ticketAnswer, type TokenScope } from '@flashboard/shared/wire/you'
import { type Context, Hono } from 'hono'
import { hashOf, newSecret } from '../secret.ts'
import * as oneTime from '../store/one-time.ts'
import { describe } from './describe.ts'
import { limited } from './rate-limits.ts'
import type { Services } from './services.ts'
import type { InPlan } from './plan-door.ts'

const TICKET_MS = 30 * SECOND_MS
const KIND = 'ticket'

interface Ticket {
  planId: string
  /** The session or access token that asked for it: where that has ended, the ticket has too. */
  keyId: string
  scope: TokenScope
}

/** To be mounted where the plans are, behind their door. */
export const ticketRoutes = (services: Pick<Services, 'db' | 'clock' | 'limits' | 'site'>) =>
  new Hono<InPlan>().post(
    '/:id/tickets',
    describe({
      summary: 'Get a ticket for one socket, which names it as its subprotocol: `ticket.` and the ticket',
      ok: { status: 201, schema: ticketAnswer, is: 'The ticket, good once and for 30 seconds' },
      refusals: ['no_session', 'wrong_origin', 'not_found', 'too_many'],
    }),
    limited(services, 'openSocket'),
    async (c) => {
      const { db, clock } = services
      const { keyId, scope } = c.var
      const planId = c.var.plan.id
      const { secret: ticket, hash } = newSecret()
      const expiresAt = clock.now() + TICKET_MS
      const data: Ticket = { planId, keyId, scope }
      await oneTime.put(db, { hash, kind: KIND, data, expiresAt }, clock.now())
      return c.json({ ticket, expiresAt }, 201)
    },
  )

/** Whether a socket names a ticket, whatever it is worth. */
export function bringsTicket(c: Context): boolean {
  return named(c) !== undefined
}

/** Uses the socket's ticket up. @returns nothing where it is none, or was used, or is too old. */
export async function takeTicket(
  c: Context,
  { db, clock }: Pick<Services, 'db' | 'clock'>,
): Promise<Ticket | undefined> {
  return await oneTime.take<Ticket>(db, hashOf(named(c) ?? ''), KIND, clock.now())
}

function named(c: Context): string | undefined {
  const protocols = (c.req.header('sec-websocket-protocol') ?? '').split(',').map((each) => each.trim())
  return protocols.find((each) => each.startsWith(TICKET_PROTOCOL))?.slice(TICKET_PROTOCOL.length)
}
