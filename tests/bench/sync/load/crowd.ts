/** Many clients of one plan, and the streams of edits and moves between them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Door } from '../frames.ts'
import { MarkerReader } from '../marker.ts'
import { Client } from './client.ts'
import { keepPace } from './pace.ts'
import { Tally } from './tally.ts'
import { Writer } from './writer.ts'

/** How long what was sent may still be on its way. */
const LAST_DELIVERY_MS = 5_000
const LOOK_EVERY_MS = 5
/** So many knock at once. */
const KNOCKING = 50

export interface StreamOrder {
  what: 'edits' | 'moves'
  perSecond: number
  seconds: number
  /** The first of the clients; all of them where it is left out. */
  writers?: number
  /** How much longer an edit is than its marker. */
  chars?: number
}

export interface StreamResult {
  sent: number
  /** What was sent, times the others who were there. */
  offered: number
  delivered: number
  p50: number
  p99: number
  most: number
  /** From the first that was sent to the last that was delivered, or given up. */
  tookMs: number
  /** How late the generator was itself, p99 in ms. */
  lateMs: number
}

export class Crowd {
  readonly #clients: Client[] = []
  readonly #writers: Writer[] = []
  readonly #reader = new MarkerReader()
  #tally = new Tally(0)

  async join(door: Door, count: number): Promise<void> {
    for (let left = count; left > 0; left -= KNOCKING) {
      const knocking = Array.from({ length: Math.min(left, KNOCKING) }, () => this.#add(door))
      await Promise.all(knocking.map((client) => client.synced()))
    }
  }

  /** Sends at a rate, the writers in turns, and waits until all has come that will. */
  async stream(order: StreamOrder): Promise<StreamResult> {
    const { what, writers = this.#clients.length, chars = 0 } = order
    const tally = new Tally(this.#tally.nextId)
    this.#tally = tally
    const from = performance.now()
    const lateMs = await keepPace(order, (turn) => {
      const author = turn % writers
      const writer = this.#writers[author]!
      const id = tally.send(author)
      if (what === 'edits') writer.edit(id, { chars })
      else writer.move(id)
    })
    const offered = tally.sent * (this.#clients.length - 1)
    const until = performance.now() + LAST_DELIVERY_MS
    while (tally.delivered < offered && performance.now() < until) await sleep(LOOK_EVERY_MS)
    const { sent, delivered, latencies } = tally
    const [p50, p99, most] = [latencies.quantile(0.5), latencies.quantile(0.99), latencies.quantile(1)]
    return { sent, offered, delivered, p50, p99, most, tookMs: performance.now() - from, lateMs }
  }

  /** Sends edits that all stay, until the server is gone; resolves to what others have seen of them. */
  async writeUntilCutOff(perSecond: number, seconds: number): Promise<number[]> {
    const tally = (this.#tally = new Tally(this.#tally.nextId))
    await keepPace({ perSecond, seconds }, (turn) => {
      const author = turn % this.#clients.length
      const id = tally.send(author)
      this.#writers[author]!.edit(id, { key: `.${id}` })
    })
    return tally.heard
  }

  /** The last to come stops reading. */
  stallOne(): void {
    this.#clients.at(-1)!.stall()
  }

  /** Why clients are no longer there, one reason for all. */
  get failure(): string | undefined {
    return this.#clients.find(({ failure }) => failure !== undefined)?.failure
  }

  leave(): void {
    for (const client of this.#clients) client.close()
  }

  #add(door: Door): Client {
    const index = this.#clients.length
    const client = new Client({ door, person: index, heard: (frame) => this.#hear(frame, index) })
    this.#clients.push(client)
    this.#writers.push(new Writer(client, `w${index}`))
    return client
  }

  #hear(frame: Buffer, receiver: number): void {
    this.#tally.hear(this.#reader.read(frame), receiver)
  }
}
