/**
 * A document's bytes in one form. Yjs cuts one person's run of edits into pieces where others' edits point into it, and
 * joins them again where it happens to look: the same document loaded twice may come out in other pieces.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/**
 * The same bytes for two updates that hold the same, however their pieces hang together.
 * @throws where the bytes are no update.
 */
export function canonical(update: Uint8Array): Uint8Array {
  const { structs, ds } = Y.decodeUpdate(update)
  const byClient = Map.groupBy(structs, ({ id }) => id.client)
  const encoder = new Y.UpdateEncoderV1()
  for (const client of [...byClient.keys()].sort((a, b) => a - b)) {
    for (const struct of joined(byClient.get(client)!)) {
      encoding.writeVarUint(encoder.restEncoder, client)
      encoding.writeVarUint(encoder.restEncoder, struct.id.clock)
      struct.write(encoder, 0)
    }
  }
  for (const client of [...ds.clients.keys()].sort((a, b) => a - b)) {
    for (const { clock, len } of ds.clients.get(client)!) {
      for (const number of [client, clock, len]) encoding.writeVarUint(encoder.restEncoder, number)
    }
  }
  return encoder.toUint8Array()
}

/** One client's pieces, in as few as they can be in. */
function joined(structs: readonly Struct[]): Struct[] {
  const pieces: Struct[] = []
  for (const struct of structs) {
    const last = pieces.at(-1)
    if (!last || !join(last, struct)) pieces.push(struct)
  }
  return pieces
}

/** Makes one piece of two, if that is what they are; as Yjs does, but also where others' edits lie in between. */
function join(left: Struct, right: Struct): boolean {
  const end = left.id.clock + left.length
  if (end !== right.id.clock) return false
  if (left instanceof Y.GC && right instanceof Y.GC) return left.mergeWith(right)
  if (!(left instanceof Y.Item && right instanceof Y.Item)) return false
  const isOneRun =
    Y.compareIDs(right.origin, Y.createID(left.id.client, end - 1)) &&
    Y.compareIDs(right.rightOrigin, left.rightOrigin) &&
    left.content.constructor === right.content.constructor &&
    left.content.mergeWith(right.content as never)
  if (isOneRun) left.length += right.length
  return isOneRun
}
