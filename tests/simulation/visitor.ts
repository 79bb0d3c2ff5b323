/**
 * A socket that the server accepted: the door of `routes/sync.ts`, written out because production has it on HTTP. It
 * sends away who is of another epoch, and keeps what comes until the room is loaded.
 */
import type { Store } from '@flashboard/server/store/database'
import type { Compaction } from '@flashboard/server/sync/compaction'
import type { Connection } from '@flashboard/server/sync/connection'
import type { Heartbeat, Pinged } from '@flashboard/server/sync/heartbeat'
import type { RoomRegistry } from '@flashboard/server/sync/room-registry'
import type { Socket } from '@flashboard/server/sync/socket'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import type { Device } from './device.ts'
import { PLAN } from './disk.ts'
import type { Fault } from './faults.ts'
import type { Link } from './network.ts'
import type { ProcessClock } from './virtual-clock.ts'

/** One process of the server. */
export interface Process {
  store: Store
  rooms: RoomRegistry
  compaction: Compaction
  heartbeat: Heartbeat
  clock: ProcessClock
  visitors: Set<Visitor>
}

export class Visitor implements Socket, Pinged {
  readonly link: Link
  /** Counted by the piece: it matters only whether there were more. */
  bytesRead = 0
  readonly #process: Process
  readonly #fault: Fault
  #connection: Connection | undefined
  #early: Uint8Array[] = []
  #isGone = false

  constructor(process: Process, link: Link, fault: Fault) {
    this.link = link
    this.#process = process
    this.#fault = fault
    process.visitors.add(this)
    link.up.to = {
      heard: (piece) => {
        this.bytesRead++
        if (typeof piece === 'object' && 'close' in piece) this.#leave()
        else if (typeof piece === 'object') this.#hear(piece.bytes)
      },
    }
  }

  /** @param epochs the one that the page holds something of, if it does, and the plan's. */
  enter({ person, role }: Device, { epoch, isOf }: { epoch: number | undefined; isOf: number }): void {
    if ((epoch ?? isOf) !== isOf) return this.close(closeCodes.restored.code)
    this.#process.heartbeat.watch(this, this)
    void this.#join({ personId: person.id, name: person.name, role, epoch: isOf, speaksFlashboard: true })
  }

  get bufferedAmount(): number {
    return this.link.down.waitingBytes
  }

  send(bytes: Uint8Array): void {
    if (this.#isLive) this.link.down.send({ bytes })
  }

  close(code: number): void {
    if (!this.#isLive) return
    this.link.down.send({ close: code })
    this.#leave()
  }

  ping(): void {
    this.link.down.send('ping')
  }

  terminate(): void {
    this.link.cut(1, Infinity)
    this.#leave()
  }

  get #isLive(): boolean {
    return !this.#isGone && this.#process.visitors.has(this)
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#isLive) return
    this.#fault.hear?.(bytes, this, [...this.#process.visitors])
    if (this.#connection) this.#connection.receive(bytes)
    else this.#early.push(bytes)
  }

  async #join(member: Parameters<RoomRegistry['join']>[2]): Promise<void> {
    try {
      this.#connection = await this.#process.rooms.join(PLAN, this, member)
      if (this.#isGone) return this.#connection.left()
      for (const bytes of this.#early) this.#connection.receive(bytes)
      this.#early = []
    } catch {
      this.close(closeCodes.planUnreadable.code)
    }
  }

  #leave(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#process.visitors.delete(this)
    this.#process.heartbeat.forget(this)
    this.#connection?.left()
    if (this.#process.visitors.size === 0) this.#fault.empty?.()
  }
}
