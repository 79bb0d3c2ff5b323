/**
 * Updates that no Yjs ever wrote, struct by struct: random places, origins, contents and deletions, most of
 * them naming something that is there.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export class Forger {
  readonly #random: () => number
  readonly #clients: readonly number[]

  /** @param clients the ids that it writes under, and builds upon. */
  constructor(random: () => number, clients: readonly number[]) {
    this.#random = random
    this.#clients = clients
  }

  /** One update against a document whose clients stand at `stateOf`. */
  update(stateOf: (client: number) => number): Uint8Array {
    const encoder = new Y.UpdateEncoderV1()
    const clients = this.#clients.filter(() => this.#random() < 0.3)
    // As Yjs has them, mostly: in another order the rest would not be looked at.
    if (this.#random() < 0.95) clients.sort((a, b) => b - a)
    encoding.writeVarUint(encoder.restEncoder, clients.length)
    for (const client of clients) this.#block(encoder, client, stateOf)
    this.#deletions(encoder, stateOf)
    return encoder.toUint8Array()
  }

  #block(encoder: Y.UpdateEncoderV1, client: number, stateOf: (client: number) => number): void {
    // Mostly right behind what is known; at times within it, or beyond.
    const at = this.#random()
    const known = stateOf(client)
    let clock = at < 0.7 ? known : at < 0.95 ? this.#below(known + 1) : known + this.#below(3)
    const count = 1 + this.#below(2)
    encoding.writeVarUint(encoder.restEncoder, count)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, clock)
    for (let i = 0; i < count; i++) {
      const struct = this.#struct(Y.createID(client, clock), (other) => stateOf(other) + 4)
      struct.write(encoder, 0)
      clock += struct.length
    }
  }

  #struct(id: Y.ID, upTo: (client: number) => number): Y.Item | Y.GC {
    if (this.#random() < 0.1) return new Y.GC(id, 1 + this.#below(4))
    const near = () => {
      const client = this.#pick(this.#clients)
      return Y.createID(client, this.#below(upTo(client)))
    }
    const origin = this.#random() < 0.5 ? near() : null
    const rightOrigin = this.#random() < 0.1 ? near() : null
    // Written out, an item's parent is a root's name or an id, as it is when read.
    const parent = (this.#random() < 0.5
      ? this.#pick(['offer', 'hubs'])
      : near()) as unknown as Y.Item['parent']
    const parentSub = this.#random() < 0.7 ? this.#pick(['a', 'b', 'name']) : null
    return new Y.Item(
      id,
      null,
      origin,
      null,
      rightOrigin,
      parent,
      parentSub,
      this.#content(parentSub !== null),
    )
  }

  /** Mostly what belongs under a key, or into a text. */
  #content(isKeyed: boolean): Y.Item['content'] {
    const what = this.#random()
    if (what < 0.05 || (!isKeyed && what < 0.5)) return new Y.ContentString('abcdef'.slice(this.#below(6)))
    if (what < 0.1) return new Y.ContentAny([1, 'x', { a: [1] }].slice(this.#below(3)))
    if (what < 0.5) return new Y.ContentAny([this.#pick([1, 'x', { a: [1] }])])
    if (what < 0.6) return new Y.ContentDeleted(1 + this.#below(4))
    return new Y.ContentType(this.#random() < 0.6 ? new Y.Map() : new Y.Text())
  }

  #deletions(encoder: Y.UpdateEncoderV1, stateOf: (client: number) => number): void {
    const clients = this.#clients.filter((client) => stateOf(client) > 0 && this.#random() < 0.2)
    encoding.writeVarUint(encoder.restEncoder, clients.length)
    for (const client of clients) {
      encoding.writeVarUint(encoder.restEncoder, client)
      encoding.writeVarUint(encoder.restEncoder, 1)
      encoding.writeVarUint(encoder.restEncoder, this.#below(stateOf(client)))
      encoding.writeVarUint(encoder.restEncoder, 1 + this.#below(3))
    }
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)]!
  }
}
