/**
 * The sockets of the plans. Every socket is accepted and then, where it must be, closed with a code that
 * says why: a client that is refused at the upgrade tries again for ever.
 */
import type { Socket } from 'node:net'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { closeCodes, type CloseReason } from '@flashboard/shared/wire/close-codes'
import { EPOCH_PARAMETER, MAX_MESSAGE_BYTES, PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import { type HttpBindings, upgradeWebSocket } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { WebSocket } from 'ws'
import type { Connection, Member } from '../sync/connection.ts'
import { writeFrame } from '../sync/frame.ts'
import type { Pass } from '../sync/open-sockets.ts'
import { StoppingError } from '../sync/room-registry.ts'
import { PlanUnreadableError } from '../sync/stored-plan.ts'
import type { Services } from './services.ts'
import { bringsCookie, entryOf } from './socket-entry.ts'

/** What a socket may say before its room is loaded: its steps, its presence, and a large offline edit. */
const EARLY_MAX_BYTES = 2 * MAX_MESSAGE_BYTES

export const syncRoutes = (services: Services) =>
  new Hono().get(
    '/:id',
    upgradeWebSocket(async (c) => {
      const planId = c.req.param('id') ?? ''
      const entering = services.sockets.entering()
      const access = await accessOf(c, planId, services)
      let guest: Guest | undefined
      return {
        onOpen: (_event, { raw }) => {
          const socket = raw as WebSocket
          if ('refusal' in access) return closeWith(socket, access.refusal)
          const wire = (c.env as HttpBindings).incoming.socket
          guest = new Guest(socket, wire, { ...access, entering }, services)
          // From the socket itself: an event made for each message would cost as much as reading it.
          socket.on('message', (data: Buffer, isBinary) => guest?.receive(data, isBinary))
        },
        onClose: () => guest?.leave(),
      }
    }),
  )

interface Admission {
  pass: Pass
  member: Member
}

async function accessOf(
  c: Context,
  planId: string,
  services: Services,
): Promise<Admission | { refusal: CloseReason }> {
  const { site, limits } = services
  if (bringsCookie(c) && !site.isOwn(c)) return { refusal: 'wrongOrigin' }
  if (await limits.wait('openSocket', { address: site.addressOf(c) })) return { refusal: 'tooFast' }
  const page = c.req.query(PAGE_PARAMETER)
  // Whatever an old page wrote would be right by rules that no longer hold.
  if (page !== undefined && page !== String(PLAN_SCHEMA_VERSION)) return { refusal: 'outdated' }
  const entry = await entryOf(c, planId, services)
  if (!entry) return { refusal: 'noSession' }
  const { person, keyId, scope, plan } = entry
  if (await limits.wait('openSocket', { key: keyId })) return { refusal: 'tooFast' }
  // To somebody who is not in it, a plan that exists is no plan.
  if (!plan) return { refusal: 'noPlan' }
  const { epoch } = plan
  if ((c.req.query(EPOCH_PARAMETER) ?? String(epoch)) !== String(epoch)) return { refusal: 'restored' }
  const role = scope === 'read' ? 'viewer' : plan.role
  return {
    pass: { planId, personId: person.id, keyId },
    member: { personId: person.id, name: person.name, role, speaksFlashboard: page !== undefined, epoch },
  }
}

/** A socket that was let in: waits for its room, and hands its messages over. */
class Guest {
  readonly #socket: WebSocket
  readonly #wire: Socket
  readonly #planId: string
  readonly #services: Services
  #connection: Connection | undefined
  #early: Uint8Array[] = []
  #earlyBytes = 0
  #isGone = false
  #forget: (() => void) | undefined

  constructor(
    socket: WebSocket,
    wire: Socket,
    { pass, member, entering }: Admission & { entering: number },
    services: Services,
  ) {
    this.#socket = socket
    this.#wire = wire
    this.#planId = pass.planId
    this.#services = services
    services.heartbeat.watch(socket, wire)
    this.#forget = services.sockets.add(pass, entering, (reason) => this.#close(reason))
    if (!this.#isGone) void this.#join(member)
  }

  receive(data: Buffer, isBinary: boolean): void {
    if (!isBinary) return closeWith(this.#socket, 'badMessage')
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    if (this.#connection) return this.#connection.receive(bytes)
    if (this.#isGone) return
    this.#early.push(bytes)
    this.#earlyBytes += bytes.length
    if (this.#earlyBytes > EARLY_MAX_BYTES) this.#close('tooLarge')
  }

  leave(): void {
    this.#isGone = true
    this.#early = []
    this.#forget?.()
    this.#services.heartbeat.forget(this.#socket)
    this.#connection?.left()
  }

  /** From here on nothing of it is heard, whatever it still sends. */
  #close(reason: CloseReason): void {
    if (this.#connection) this.#connection.close(reason)
    else closeWith(this.#socket, reason)
    this.leave()
  }

  async #join(member: Member): Promise<void> {
    const { rooms, log } = this.#services
    try {
      const connection = await rooms.join(this.#planId, portOf(this.#socket, this.#wire), member)
      this.#connection = connection
      if (this.#isGone) return connection.left()
      for (const bytes of this.#early) connection.receive(bytes)
      this.#early = []
    } catch (error) {
      if (error instanceof StoppingError) return closeWith(this.#socket, 'stopping')
      log.error({ err: error, planId: this.#planId }, 'a plan could not be opened')
      closeWith(this.#socket, error instanceof PlanUnreadableError ? 'planUnreadable' : 'resync')
    }
  }
}

/** @param wire what lies under the socket: frames are written to it, as ws does. */
function portOf(socket: WebSocket, wire: Socket) {
  return {
    send: (bytes: Uint8Array) => {
      if (socket.readyState === WebSocket.OPEN) writeFrame(wire, bytes)
    },
    close: (code: number, reason: string) => socket.close(code, reason),
    get bufferedAmount() {
      return socket.bufferedAmount
    },
  }
}

function closeWith(socket: WebSocket, reason: CloseReason): void {
  const { code, message } = closeCodes[reason]
  socket.close(code, message)
}

const TOO_BIG_BY_PROTOCOL = 1009

/** ws closes on a message over its limit with a code after which clients come back and send it again. */
export class PlanSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === TOO_BIG_BY_PROTOCOL) closeWith(this, 'tooLarge')
    else super.close(code, reason)
  }
}
