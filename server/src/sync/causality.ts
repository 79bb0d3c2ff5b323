/**
 * Whether an update's structs would all be integrated, or some would wait for structs that nobody sent.
 * Yjs keeps the waiting ones inside the document's state for ever, and they slow every later edit.
 */
import * as Y from 'yjs'

/** How far each client's structs are known: the clock after its last one. */
export type Clocks = ReadonlyMap<number, number>
export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

interface Queue {
  structs: Struct[]
  next: number
}

/**
 * Walks the structs in the order in which Yjs would integrate them: each one after what it names.
 * @param known how far a client's structs are known without this update.
 * @returns the ends of those clients that the update brings further; `undefined` where something is missing.
 */
export function endsAfter(structs: readonly Struct[], known: (client: number) => number): Clocks | undefined {
  const queues = queuesOf(structs)
  const ends = new Map<number, number>()
  const reached = (client: number) => ends.get(client) ?? known(client)

  for (const first of queues.keys()) {
    // The clients whose next struct waits for the one above it; the last is worked on.
    const stack = [first]
    const onStack = new Set(stack)
    while (stack.length > 0) {
      const client = stack.at(-1)!
      const queue = queues.get(client)
      const struct = queue?.structs[queue.next]
      if (!queue || !struct) {
        if (stack.length > 1) return undefined
        break
      }
      const missing = firstMissing(struct, reached)
      if (missing === undefined) {
        queue.next++
        const end = struct.id.clock + struct.length
        if (end > reached(client)) ends.set(client, end)
        // Back to the one that waits: going on here could need a later struct of that one.
        if (stack.length > 1) onStack.delete(stack.pop()!)
      } else if (onStack.has(missing)) {
        return undefined
      } else {
        stack.push(missing)
        onStack.add(missing)
      }
    }
  }
  return ends
}

function queuesOf(structs: readonly Struct[]): Map<number, Queue> {
  const queues = new Map<number, Queue>()
  for (const struct of structs) {
    // A skip says what is left out; whether that is known shows at the struct after it.
    if (struct instanceof Y.Skip) continue
    const queue = queues.get(struct.id.client)
    if (queue) queue.structs.push(struct)
    else queues.set(struct.id.client, { structs: [struct], next: 0 })
  }
  return queues
}

/** A client that must come further before `struct` can be integrated, its own included. */
function firstMissing(struct: Struct, reached: (client: number) => number): number | undefined {
  const { client, clock } = struct.id
  if (clock > reached(client)) return client
  if (!(struct instanceof Y.Item)) return undefined
  // Also of a struct that is known: Yjs lets that wait too, for whatever it names.
  const parent: unknown = struct.parent
  for (const id of [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null]) {
    if (id && id.clock >= reached(id.client)) return id.client
  }
  return undefined
}
