/**
 * Who is where on a plan: awareness states, kept as the JSON text that goes out.
 *
 * y-protocols' `Awareness` is not used: anybody may set any id there, it never forgets an id, and it runs
 * on timers. Here an id belongs to the connection that first used it, one id a connection, until that connection
 * leaves or another of the same person takes it over. What a connection says of other ids is left out in silence,
 * because a stock client repeats to the server whatever it hears. Who somebody is stands in a state's `user`, and
 * that is the server's word, whatever the client says there. No state times out: a socket that is gone is
 * noticed by its heartbeat.
 */
import type { Person } from '@flashboard/shared/wire/http'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { limits } from './limits.ts'
import { isPlain } from './plain.ts'

/** A state is a name, a colour and a place; this is far more. */
const STATE_MAX_BYTES = 4_096

/** Of a connection that has no id yet, so many are looked at in one message: it names itself first. */
const CANDIDATES_MAX = 16

interface Entry {
  id: number
  clock: number
  /** A JSON object, or `null` for somebody who shows no presence. */
  state: string
}

interface Claim {
  id: number
  clock: number
  json: Uint8Array
}

export class Presence<Owner> {
  readonly #personOf: (owner: Owner) => Person
  readonly #writerOf: (id: number) => string | undefined
  readonly #entries = new Map<Owner, Entry>()
  readonly #owners = new Map<number, Owner>()
  /** Whose ids those are that were shown so far: also of who is away, and may have edits under it. */
  readonly #shownBy = new Map<number, string>()
  /** The same by person: each pushes out only what they showed themselves. */
  readonly #shownOf = new Map<string, Set<number>>()
  /** What nobody has been told yet, by id: of several moves only the last. */
  readonly #changes = new Map<number, Entry>()

  /** @param writerOf the id of the person who writes under an id, which nobody else may show themselves by. */
  constructor(personOf: (owner: Owner) => Person, writerOf: (id: number) => string | undefined) {
    this.#personOf = personOf
    this.#writerOf = writerOf
  }

  /**
   * Takes what `owner` says of itself; returns whether the others have something to hear.
   * @throws where the bytes are no awareness update, or its own state is too large, too deep or no object.
   */
  set(owner: Owner, bytes: Uint8Array): boolean {
    let candidates = CANDIDATES_MAX
    for (const claim of claimsIn(bytes)) {
      const own = this.#entries.get(owner)
      const isOwn = own ? own.id === claim.id : candidates-- > 0 && this.#mayBegin(owner, claim)
      if (!isOwn) continue
      const entry = { id: claim.id, clock: claim.clock, state: stateOf(claim.json, this.#personOf(owner)) }
      if (own ? isNewer(entry, own) : entry.state !== 'null') this.#keep(owner, entry)
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

  /** The id of the person who is, or was, seen under an id. */
  shownBy(id: number): string | undefined {
    const holder = this.#owners.get(id)
    return holder ? this.#personOf(holder).id : this.#shownBy.get(id)
  }

  #mayBegin(owner: Owner, { id, clock }: Claim): boolean {
    const me = this.#personOf(owner).id
    const holder = this.#owners.get(id)
    // A page that comes back before its old socket is known to be dead.
    if (holder) return this.#personOf(holder).id === me && clock >= this.#entries.get(holder)!.clock
    return (this.#writerOf(id) ?? this.#shownBy.get(id) ?? me) === me
  }

  #keep(owner: Owner, entry: Entry): void {
    const holder = this.#owners.get(entry.id)
    if (holder && holder !== owner) this.#entries.delete(holder)
    this.#entries.set(owner, entry)
    this.#owners.set(entry.id, owner)
    if (!this.#shownBy.has(entry.id)) this.#remember(entry.id, this.#personOf(owner).id)
    this.#changes.set(entry.id, entry)
  }

  #remember(id: number, personId: string): void {
    const ids = this.#shownOf.get(personId) ?? new Set()
    this.#shownOf.set(personId, ids)
    this.#shownBy.set(id, personId)
    ids.add(id)
    if (ids.size <= limits.pagesPerPersonPlanAndDay) return
    const oldest = ids.values().next().value!
    ids.delete(oldest)
    this.#shownBy.delete(oldest)
  }
}

function isNewer(entry: Entry, known: Entry): boolean {
  if (entry.clock !== known.clock) return entry.clock > known.clock
  return entry.state === 'null' && known.state !== 'null'
}

/** What others are said to be is not read. */
function* claimsIn(bytes: Uint8Array): Generator<Claim> {
  const decoder = decoding.createDecoder(bytes)
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    yield { id, clock, json: decoding.readVarUint8Array(decoder) }
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A state as it goes out, as JSON: the server's word for who it is, the client's for the rest. */
function stateOf(json: Uint8Array, { id, name }: Person): string {
  if (json.length > STATE_MAX_BYTES) throw new RangeError('An awareness state is too large')
  const state: unknown = JSON.parse(utf8.decode(json))
  if (state === null) return 'null'
  if (!isRecord(state) || !isPlain(state)) throw new TypeError('An awareness state is no plain object')
  const claimed = isRecord(state['user']) ? state['user'] : {}
  return JSON.stringify({ ...state, user: { ...claimed, id, name } })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
