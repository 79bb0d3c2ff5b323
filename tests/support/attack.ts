/** What a client with bad intentions or a broken one sends, message by message; everything follows from the seed. */
import * as messages from '@flashboard/server/sync/messages'
import { messageType } from '@flashboard/shared/wire/messages'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Forger } from './forger.ts'

/** What an attacker knows of a plan: all that it was sent. */
export interface Target {
  doc: Y.Doc
  /** Of somebody else who works on it. */
  otherClientId: number
}

const GC = 0
const MILLIONS = 32_000_000
const NOISE_MAX_BYTES = 200

export class Attack {
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  /** @param clientIds those that it writes under when it writes under its own. */
  message(target: Target, clientIds: readonly number[]): Uint8Array {
    const kinds: (() => Uint8Array)[] = [
      () => this.noise(1 + this.#below(NOISE_MAX_BYTES)),
      () => messages.update(this.noise(this.#below(NOISE_MAX_BYTES))),
      () => messages.step2(this.noise(this.#below(NOISE_MAX_BYTES))),
      () => messages.update(this.#honest(target, clientIds)),
      () => messages.update(this.#flipped(this.#honest(target, clientIds))),
      () => messages.update(this.#cut(this.#honest(target, clientIds))),
      () => messages.update(this.#forged(target, clientIds)),
      () => messages.update(this.#forged(target, clientIds)),
      () => messages.step2(this.#forged(target, [target.otherClientId, ...clientIds])),
      () => messages.update(this.#honest(target, [target.otherClientId])),
      () => messages.update(this.#futureDeletion(target)),
      () => messages.update(this.#gap(target, clientIds)),
      () => messages.update(numbers(1, MILLIONS, this.#pick(clientIds), 0)),
      () => messages.update(numbers(1, 1, this.#pick(clientIds), 0, GC, 0, 0)),
      () => this.#presence(target, clientIds),
      () => messages.step1(this.#stateVector(target)),
      () => this.#ownType(),
    ]
    return this.#pick(kinds)()
  }

  noise(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#below(256))
  }

  #honest({ doc }: Target, clientIds: readonly number[]): Uint8Array {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.clientID = this.#pick(clientIds)
    let made = Uint8Array.of(0, 0)
    copy.on('update', (update: Uint8Array) => (made = Uint8Array.from(update)))
    copy.transact(() => {
      const offer = copy.getMap<unknown>('offer')
      offer.set(this.#pick(['priceMinor', 'termsVersion', '__proto__']), this.#below(1_000))
      const story = offer.get('story')
      if (story instanceof Y.Text)
        story.insert(this.#below(story.length + 1), this.#pick(['a', '🎉', '\u0000']))
      if (story instanceof Y.Text && story.length > 20) story.delete(this.#below(10), 10)
    })
    copy.destroy()
    return made
  }

  #forged({ doc }: Target, clientIds: readonly number[]): Uint8Array {
    return new Forger(this.#random, clientIds).update((client) => Y.getState(doc.store, client))
  }

  #flipped(update: Uint8Array): Uint8Array {
    const at = this.#below(update.length)
    update[at]! ^= 1 << this.#below(8)
    return update
  }

  #cut(update: Uint8Array): Uint8Array {
    return update.subarray(0, this.#below(update.length))
  }

  #futureDeletion({ doc, otherClientId }: Target): Uint8Array {
    return numbers(0, 1, otherClientId, 1, Y.getState(doc.store, otherClientId) + this.#below(3), 1_000)
  }

  #gap({ doc }: Target, clientIds: readonly number[]): Uint8Array {
    const client = this.#pick(clientIds)
    return numbers(1, 1, client, Y.getState(doc.store, client) + 1 + this.#below(9), GC, 1, 0)
  }

  #presence({ otherClientId }: Target, clientIds: readonly number[]): Uint8Array {
    const user = { id: 'somebody', name: 'Ada' }
    const states = [
      'null',
      '{}',
      '7',
      '{',
      JSON.stringify({ user }),
      '['.repeat(40_000),
      `"${'x'.repeat(5_000)}"`,
    ]
    return messages.awareness(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint(encoder, this.#pick([otherClientId, this.#pick(clientIds)]))
        encoding.writeVarUint(encoder, this.#pick([0, 1, Number.MAX_SAFE_INTEGER]))
        encoding.writeVarString(encoder, this.#pick(states))
      }),
    )
  }

  #stateVector({ doc }: Target): Uint8Array {
    const known = [...Y.decodeStateVector(Y.encodeStateVector(doc))]
    return Y.encodeStateVector(new Map(known.map(([client, clock]) => [client, this.#below(clock + 2)])))
  }

  #ownType(): Uint8Array {
    const type = this.#pick([messageType.saved, messageType.log, messageType.auth, 7, 104, 1_000_000])
    return numbers(type, this.#below(100))
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)]!
  }
}

const numbers = (...values: number[]) =>
  encoding.encode((encoder) => values.forEach((value) => encoding.writeVarUint(encoder, value)))
