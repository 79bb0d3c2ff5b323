/** A client's document: real updates of its own keys, which build on nobody else's. */
import * as Y from 'yjs'
import { marker } from '../marker.ts'
import type { Client } from './client.ts'

/** A root that our guard lets in, as each plan has it. */
const ROOT = 'event'

export class Writer {
  readonly #client: Client
  readonly #name: string
  readonly #doc = new Y.Doc()
  #moves = 0

  constructor(client: Client, name: string) {
    this.#client = client
    this.#name = name
    this.#doc.on('update', (update: Uint8Array) => client.send(client.frames.update(update)))
  }

  /** @param key of its own for every edit that is to stay, else each takes the last one's place. */
  edit(id: number, { key = '', chars = 0 } = {}): void {
    this.#doc.getMap(ROOT).set(`${this.#name}${key}`, marker(id) + 'x'.repeat(chars))
  }

  move(id: number): void {
    const state = { user: { name: this.#name, color: '#3355aa' }, at: 'event/name', cursor: marker(id) }
    const { frames } = this.#client
    this.#client.send(frames.awareness(this.#doc.clientID, ++this.#moves, JSON.stringify(state)))
  }
}
