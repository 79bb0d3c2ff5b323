/** What somebody sends who may only read a plan: what anybody might, and what comes to mind to one who may not write. */
import * as messages from '@flashboard/server/sync/messages'
import { MAX_MESSAGE_BYTES } from '@flashboard/shared/wire/messages'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Attack, type Target } from './attack.ts'

export class ViewerFrames {
  readonly #random: () => number
  readonly #attack: Attack

  constructor(random: () => number) {
    this.#random = random
    this.#attack = new Attack(random)
  }

  next(target: Target, clientIds: readonly number[]): Uint8Array | string {
    const { doc } = target
    const clientId = clientIds[Math.floor(this.#random() * clientIds.length)]!
    const price = Math.floor(this.#random() * 1_000)
    const own: (() => Uint8Array | string)[] = [
      () => messages.step2(edited(doc, clientId, (copy) => copy.getMap('offer').set('priceMinor', price))),
      () => messages.update(edited(doc, clientId, (copy) => copy.getMap('offer').set('plan', new Y.Doc()))),
      () => messages.update(edited(doc, clientId, (copy) => copy.getMap(`root ${price}`).set('a', price))),
      () => messages.update(erasureOf(doc)),
      () => new Uint8Array(MAX_MESSAGE_BYTES + 1),
      () => `{"role":"lead","price":${price}}`,
    ]
    return this.#random() < 0.3
      ? own[Math.floor(this.#random() * own.length)]!()
      : this.#attack.message(target, clientIds)
  }
}

/** What one adds to a plan, under a client id. */
function edited(doc: Y.Doc, clientId: number, edit: (copy: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.clientID = clientId
  const known = Y.encodeStateVector(copy)
  edit(copy)
  return Y.encodeStateAsUpdate(copy, known)
}

/** The deletion of all that there is. */
function erasureOf(doc: Y.Doc): Uint8Array {
  const known = [...Y.decodeStateVector(Y.encodeStateVector(doc))]
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, known.length)
    for (const [client, clock] of known) {
      for (const value of [client, 1, 0, clock]) encoding.writeVarUint(encoder, value)
    }
  })
}
