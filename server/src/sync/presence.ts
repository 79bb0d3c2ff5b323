/**
 * Who is where on a plan: awareness states, kept as the JSON text they came in.
 *
 * y-protocols' `Awareness` is not used: anybody may set any id there, it never forgets an id, and it runs
 * on timers. Here an id belongs to the connection that first used it, one id a connection, until that
 * connection leaves. What a connection says of other ids is left out in silence, because a stock client
 * repeats to the server whatever it hears. No state times out: a socket that is gone is noticed by its
 * heartbeat.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** A state is a name, a colour and a place; this is far more. */
const STATE_MAX_CHARS = 4_096

interface Entry {
  id: number
  clock: number
  /** A JSON object, or `null` for somebody who shows no presence. */
  state: string
}

export class Presence<Owner> {
  readonly #entries = new Map<Owner, Entry>()
  readonly #owners = new Map<number, Owner>()
  /** What nobody has been told yet, by id: of several moves only the last. */
  readonly #changes = new Map<number, Entry>()

  /**
   * Takes what `owner` says of itself; returns whether the others have something to hear.
   * @throws where the bytes are no awareness update, or a state is too large or no object.
   */
  set(owner: Owner, bytes: Uint8Array): boolean {
    for (const entry of readEntries(bytes)) {
      if (this.#take(owner, entry)) this.#changes.set(entry.id, entry)
    }
    return this.#changes.size > 0
  }

  /** Forgets `owner`; returns whether the others have something to hear. */
  leave(owner: Owner): boolean {
    const entry = this.#entries.get(owner)
    if (!entry) return false
    this.#entries.delete(owner)
    this.#owners.delete(entry.id)
    // The same clock is enough: clients let `null` win at an equal one.
    if (entry.state !== 'null') this.#changes.set(entry.id, { ...entry, state: 'null' })
    return this.#changes.size > 0
  }

  /** What has changed since it was taken last; `undefined` where nothing has. */
  takeChanges(): Uint8Array | undefined {
    if (this.#changes.size === 0) return undefined
    const changes = [...this.#changes.values()]
    this.#changes.clear()
    return encodeEntries(changes)
  }

  /** Everybody's states, for one who joins; `undefined` when nobody shows any. */
  all(): Uint8Array | undefined {
    const shown = [...this.#entries.values()].filter(({ state }) => state !== 'null')
    return shown.length > 0 ? encodeEntries(shown) : undefined
  }

  #take(owner: Owner, entry: Entry): boolean {
    const known = this.#entries.get(owner)
    if (known) {
      if (known.id !== entry.id) return false
      const isNewer =
        entry.clock > known.clock ||
        (entry.clock === known.clock && entry.state === 'null' && known.state !== 'null')
      if (!isNewer) return false
    } else if (this.#owners.has(entry.id) || entry.state === 'null') {
      return false
    }
    this.#entries.set(owner, entry)
    this.#owners.set(entry.id, owner)
    return true
  }
}

function readEntries(bytes: Uint8Array): Entry[] {
  const decoder = decoding.createDecoder(bytes)
  const entries: Entry[] = []
  const count = decoding.readVarUint(decoder)
  for (let i = 0; i < count; i++) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const state = decoding.readVarString(decoder)
    if (state.length > STATE_MAX_CHARS) throw new RangeError('An awareness state is too large')
    if (typeof JSON.parse(state) !== 'object') throw new TypeError('An awareness state is no object')
    entries.push({ id, clock, state })
  }
  return entries
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const { id, clock, state } of entries) {
    encoding.writeVarUint(encoder, id)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  }
  return encoding.toUint8Array(encoder)
}
